-- An item, which waits for its playlist's record. New is one that no reading has shown before.
.owned
.full track.id

INSERT INTO playlist_items_waiting (playlist_id, snapshot_id, position, added_at, added_by, kind,
                                    track_id, uri, name, isrc, seen_at)
SELECT $record(playlist_id), $needed(snapshot_id), $record(position), $record(added_at),
       nullif($record(added_by), ''), $record(kind), $record(track_id), $record(uri), $record(name),
       nullif(upper(replace($record(track.external_ids.isrc), '-', '')), ''), $time_extracted
WHERE NOT EXISTS (SELECT 1 FROM playlist_item_history
                  WHERE playlist_id = $record(playlist_id) AND uri = $record(uri)
                      AND added_at = ifnull($record(added_at), ''))
ON CONFLICT (playlist_id, snapshot_id, position) DO NOTHING;

INSERT INTO playlist_items_waiting (playlist_id, snapshot_id, position, added_at, added_by, kind,
                                    track_id, uri, name, isrc, seen_at)
SELECT $record(playlist_id), $needed(snapshot_id), $record(position), $record(added_at),
       nullif($record(added_by), ''), $record(kind), $record(track_id), $record(uri), $record(name),
       nullif(upper(replace($record(track.external_ids.isrc), '-', '')), ''), $time_extracted
WHERE $unchanged
ON CONFLICT (playlist_id, snapshot_id, position) DO UPDATE SET
    added_at = excluded.added_at, added_by = excluded.added_by, kind = excluded.kind,
    track_id = excluded.track_id, uri = excluded.uri, name = excluded.name, isrc = excluded.isrc,
    seen_at = excluded.seen_at
WHERE (excluded.seen_at, ifnull(excluded.added_at, ''), ifnull(excluded.added_by, ''),
       ifnull(excluded.kind, ''), ifnull(excluded.track_id, ''), ifnull(excluded.uri, ''),
       ifnull(excluded.name, ''), ifnull(excluded.isrc, ''))
    > (seen_at, ifnull(added_at, ''), ifnull(added_by, ''), ifnull(kind, ''), ifnull(track_id, ''),
       ifnull(uri, ''), ifnull(name, ''), ifnull(isrc, ''));

INSERT INTO tracks (id) SELECT $record(track_id) WHERE $record(track_id) IS NOT NULL
ON CONFLICT (id) DO NOTHING;

.read parts/track.sql track.
