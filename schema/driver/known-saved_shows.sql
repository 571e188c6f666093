-- The shows that are saved as far as is known, for fetch-shows --known.

SELECT 'reading ' || reading FROM list_readings WHERE stream = 'saved_shows';

SELECT show_id FROM saved_shows WHERE removed_at IS NULL;
