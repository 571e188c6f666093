-- That a playlist's contents were read, and a newer reading followed.
.owned

INSERT INTO playlist_readings (playlist_id, seen_at, snapshot_id, items_digest)
VALUES ($record(playlist_id), $time_extracted, $needed(snapshot_id), $record(items_digest))
ON CONFLICT (playlist_id, seen_at) DO UPDATE SET
    snapshot_id = excluded.snapshot_id, items_digest = excluded.items_digest
WHERE (excluded.snapshot_id, excluded.items_digest IS NOT NULL, excluded.items_digest)
    > (snapshot_id, items_digest IS NOT NULL, items_digest);

INSERT INTO playlists (id) VALUES ($record(playlist_id)) ON CONFLICT (id) DO NOTHING;
