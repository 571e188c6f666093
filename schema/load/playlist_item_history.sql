-- From when to when an item was seen in a playlist.
.owned

INSERT INTO playlist_item_history (playlist_id, uri, added_at, called, copy, name, isrc,
                                   first_seen_at, last_seen_at)
VALUES ($record(playlist_id), $record(uri), $record(added_at), $record(called), $record(copy),
        $record(name), $record(isrc), $needed(first_seen_at), $needed(last_seen_at))
ON CONFLICT (playlist_id, uri, added_at, called, copy) DO UPDATE SET
    name = iif((excluded.last_seen_at, ifnull(excluded.name, '')) > (last_seen_at, ifnull(name, '')),
               excluded.name, name),
    isrc = coalesce(max(isrc, excluded.isrc), isrc, excluded.isrc),
    first_seen_at = min(first_seen_at, excluded.first_seen_at),
    last_seen_at = max(last_seen_at, excluded.last_seen_at);

INSERT INTO playlists (id) VALUES ($record(playlist_id)) ON CONFLICT (id) DO NOTHING;
