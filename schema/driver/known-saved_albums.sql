-- The albums that are saved as far as is known, for fetch-albums --known.

SELECT 'reading ' || reading FROM list_readings WHERE stream = 'saved_albums';

SELECT album_id FROM saved_albums WHERE removed_at IS NULL;
