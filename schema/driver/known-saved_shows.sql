-- The shows that are saved as far as is known, for fetch-shows --known.

SELECT show_id FROM saved_shows WHERE removed_at IS NULL;
