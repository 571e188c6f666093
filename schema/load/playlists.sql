-- A playlist object. With items_snapshot_id and items_total it ends a reading of the contents,
-- whose items came ahead of it; with items_kept it repeats what is known of an earlier one.
.owned

INSERT INTO playlists (id, name, description, owner_id, public, collaborative, snapshot_id,
                       total_items, image_url, fetched_at, seen_at)
VALUES ($record(id), $record(name), $record(description), nullif($record(owner.id), ''), $record(public),
        $record(collaborative), $record(snapshot_id),
        ifnull($record(items.total), $record(tracks.total)),
        .read parts/image_url.sql,
        $fetched_at, $time_extracted)
ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, description = excluded.description, owner_id = excluded.owner_id,
    public = excluded.public, collaborative = excluded.collaborative,
    snapshot_id = excluded.snapshot_id, total_items = excluded.total_items,
    image_url = excluded.image_url,
    fetched_at = excluded.fetched_at, seen_at = excluded.seen_at,
    removed_at = iif(deletion_seen_at > excluded.seen_at, deleted_at, NULL)
WHERE (excluded.seen_at, ifnull(excluded.name, ''), ifnull(excluded.description, ''),
       ifnull(excluded.owner_id, ''), ifnull(excluded.public, ''),
       ifnull(excluded.collaborative, ''), ifnull(excluded.snapshot_id, ''),
       ifnull(excluded.total_items, ''), ifnull(excluded.image_url, ''))
    > (seen_at, ifnull(name, ''), ifnull(description, ''), ifnull(owner_id, ''), ifnull(public, ''),
       ifnull(collaborative, ''), ifnull(snapshot_id, ''), ifnull(total_items, ''), ifnull(image_url, ''))
    AND (removed_at IS NOT NULL
         OR (name, description, owner_id, public, collaborative, snapshot_id, total_items, image_url)
            IS NOT (excluded.name, excluded.description, excluded.owner_id, excluded.public,
                    excluded.collaborative, excluded.snapshot_id, excluded.total_items, excluded.image_url));

UPDATE playlists SET fetched_at = $fetched_at, seen_at = $time_extracted
WHERE $unchanged AND id = $record(id) AND seen_at < $time_extracted;

-- A reading counts if every place of it is here. A local file's uri does not name it alone, and spotify:track:null names nothing: the name tells such items apart.
INSERT INTO playlist_item_history (playlist_id, uri, added_at, called, copy, name, isrc,
                                   first_seen_at, last_seen_at)
SELECT playlist_id, uri, ifnull(added_at, ''), called,
       row_number() OVER (PARTITION BY uri, ifnull(added_at, ''), called ORDER BY position),
       name, isrc, $time_extracted, $time_extracted
FROM (SELECT *, iif(uri LIKE 'spotify:local:%' OR uri LIKE '%:null', ifnull(name, ''), '') AS called
      FROM playlist_items_waiting)
WHERE playlist_id = $record(id) AND snapshot_id = $record(items_snapshot_id)
    AND position BETWEEN 0 AND $record(items_total) - 1 AND uri IS NOT NULL
    AND
    .read parts/counts.sql
ON CONFLICT (playlist_id, uri, added_at, called, copy) DO UPDATE SET
    name = iif((excluded.last_seen_at, ifnull(excluded.name, '')) > (last_seen_at, ifnull(name, '')),
               excluded.name, name),
    isrc = coalesce(max(isrc, excluded.isrc), isrc, excluded.isrc),
    first_seen_at = min(first_seen_at, excluded.first_seen_at),
    last_seen_at = max(last_seen_at, excluded.last_seen_at);

-- Of two readings of one time, what the greater one shows is held; the history has both. If they are of one snapshot, the
-- greater digest is held.
UPDATE playlist_readings SET items_digest = $record(items_digest)
WHERE playlist_id = $record(id) AND seen_at = $time_extracted AND snapshot_id = $record(items_snapshot_id)
    AND ifnull($record(items_digest) > items_digest, items_digest IS NULL)
    AND
    .read parts/counts.sql
;

INSERT INTO playlist_readings (playlist_id, seen_at, snapshot_id, items_digest)
SELECT $record(id), $time_extracted, $record(items_snapshot_id), $record(items_digest)
WHERE
    .read parts/counts.sql
ON CONFLICT (playlist_id, seen_at) DO UPDATE SET
    snapshot_id = excluded.snapshot_id,
    items_digest = iif(excluded.snapshot_id = snapshot_id, items_digest, excluded.items_digest)
WHERE (excluded.snapshot_id,
       (SELECT json_group_array(json_array(added_at, added_by, kind, track_id, uri, name))
        FROM (SELECT * FROM playlist_items_waiting
              WHERE playlist_id = $record(id) AND snapshot_id = $record(items_snapshot_id)
                  AND position BETWEEN 0 AND $record(items_total) - 1
              ORDER BY position)))
    > (snapshot_id,
       (SELECT json_group_array(json_array(added_at, added_by, kind, track_id, uri, name))
        FROM (SELECT * FROM playlist_items WHERE playlist_id = $record(id) ORDER BY position)));

-- The newest reading is what the playlist holds.
DELETE FROM playlist_items
WHERE $changed AND playlist_id = $record(id)
    AND $time_extracted = (SELECT max(seen_at) FROM playlist_readings
                           WHERE playlist_id = $record(id));

INSERT INTO playlist_items (playlist_id, position, added_at, added_by, kind, track_id, uri, name)
SELECT playlist_id, position, added_at, added_by, kind, track_id, uri, name
FROM playlist_items_waiting
WHERE $changed AND playlist_id = $record(id) AND snapshot_id = $record(items_snapshot_id)
    AND position BETWEEN 0 AND $record(items_total) - 1
    AND $time_extracted = (SELECT max(seen_at) FROM playlist_readings
                           WHERE playlist_id = $record(id));

UPDATE playlists
SET items_snapshot_id = $record(items_snapshot_id)
WHERE $changed AND id = $record(id)
    AND $time_extracted = (SELECT max(seen_at) FROM playlist_readings
                           WHERE playlist_id = $record(id));

-- Why a reading may not be of its snapshot. If the reading counts nevertheless, the doubt is settled; one that came
-- after the newest reading is not.
UPDATE playlists
SET items_doubted = $record(items_doubted), items_doubted_seen_at = $time_extracted
WHERE $record(items_doubted) IS NOT NULL AND $record(items_kept) IS NOT 1 AND id = $record(id)
    AND (items_doubted_seen_at, ifnull(items_doubted, '')) < ($time_extracted, $record(items_doubted))
    AND ($record(items_snapshot_id) IS NULL
         OR EXISTS (SELECT 1 FROM playlist_readings
                    WHERE playlist_id = $record(id) AND seen_at = $time_extracted));

UPDATE playlists SET items_snapshot_id = NULL
WHERE id = $record(id) AND items_snapshot_id IS NOT NULL
    AND items_doubted_seen_at > (SELECT max(seen_at) FROM playlist_readings
                                 WHERE playlist_id = $record(id));

-- The API does not let this app read what the playlist holds.
UPDATE playlists
SET items_refused_snapshot_id = $record(snapshot_id), items_refused_seen_at = $time_extracted
WHERE $record(items_refused) = 1 AND $record(items_kept) IS NOT 1 AND id = $record(id)
    AND (items_refused_seen_at, ifnull(items_refused_snapshot_id, ''))
        < ($time_extracted, ifnull($record(snapshot_id), ''));

INSERT INTO playlist_names (playlist_id, name, first_seen_at, last_seen_at)
SELECT $record(id), $record(name), $time_extracted, $time_extracted
WHERE $record(name) IS NOT NULL
ON CONFLICT (playlist_id, name) DO UPDATE SET
    first_seen_at = min(first_seen_at, excluded.first_seen_at),
    last_seen_at = max(last_seen_at, excluded.last_seen_at);

DELETE FROM playlist_items_waiting
WHERE playlist_id = $record(id) AND $record(items_snapshot_id) IS NOT NULL
    AND $record(items_kept) IS NOT 1
    AND (snapshot_id = $record(items_snapshot_id) OR seen_at < $time_extracted);

INSERT INTO playlists (id, deleted_at, deletion_seen_at, removed_at)
VALUES ($record(id), $deleted_at, $time_extracted, $deleted_at)
ON CONFLICT (id) DO UPDATE SET
    deleted_at = excluded.deleted_at, deletion_seen_at = excluded.deletion_seen_at,
    removed_at = excluded.deleted_at
WHERE excluded.deletion_seen_at > max(deletion_seen_at, seen_at) AND removed_at IS NULL;

UPDATE playlists SET
    deleted_at = $deleted_at, deletion_seen_at = $time_extracted,
    removed_at = iif($time_extracted > seen_at, $deleted_at, NULL)
WHERE $unchanged AND id = $record(id)
    AND (deletion_seen_at, ifnull(deleted_at, '')) < ($time_extracted, $deleted_at);
