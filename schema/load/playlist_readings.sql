-- That a playlist's contents were read, and a newer reading followed.
.owned

INSERT INTO playlist_readings (playlist_id, seen_at, snapshot_id)
VALUES ($record(playlist_id), $time_extracted, $needed(snapshot_id))
ON CONFLICT (playlist_id, seen_at) DO UPDATE SET snapshot_id = excluded.snapshot_id
WHERE excluded.snapshot_id > snapshot_id;

INSERT INTO playlists (id) VALUES ($record(playlist_id)) ON CONFLICT (id) DO NOTHING;
