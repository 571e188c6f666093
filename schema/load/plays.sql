-- A play with its track object.
INSERT INTO plays (played_at, track_id, context_uri)
VALUES ($record(played_at), $record(track_id), $record(context_uri))
ON CONFLICT (played_at, track_id) DO UPDATE SET context_uri = excluded.context_uri
WHERE context_uri IS NULL AND excluded.context_uri IS NOT NULL;

INSERT INTO tracks (id) VALUES ($record(track_id)) ON CONFLICT (id) DO NOTHING;

.read parts/track.sql track.
