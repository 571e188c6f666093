-- The audiobooks that are saved as far as is known, for fetch-audiobooks --known.

SELECT 'reading ' || reading FROM list_readings WHERE stream = 'saved_audiobooks';

SELECT audiobook_id FROM saved_audiobooks WHERE removed_at IS NULL;
