-- The artists that are followed as far as is known, for fetch-artists --known.

SELECT 'reading ' || reading FROM list_readings WHERE stream = 'followed_artists';

SELECT artist_id FROM followed_artists WHERE removed_at IS NULL;
