-- The episodes that are saved as far as is known, for fetch-episodes --known.

SELECT 'reading ' || reading FROM list_readings WHERE stream = 'saved_episodes';

SELECT episode_id FROM saved_episodes WHERE removed_at IS NULL;
