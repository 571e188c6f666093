-- From when to when a playlist was seen under a name.
.owned

INSERT INTO playlist_names (playlist_id, name, first_seen_at, last_seen_at)
VALUES ($record(playlist_id), $record(name), $needed(first_seen_at), $needed(last_seen_at))
ON CONFLICT (playlist_id, name) DO UPDATE SET
    first_seen_at = min(first_seen_at, excluded.first_seen_at),
    last_seen_at = max(last_seen_at, excluded.last_seen_at);

INSERT INTO playlists (id) VALUES ($record(playlist_id)) ON CONFLICT (id) DO NOTHING;
