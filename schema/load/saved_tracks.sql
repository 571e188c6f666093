-- A track object with added_at and place.
.owned
.full id

INSERT INTO saved_tracks (track_id, added_at, place, seen_at)
VALUES ($record(id), $record(added_at), $record(place), $time_extracted)
ON CONFLICT (track_id) DO UPDATE SET
    added_at = excluded.added_at, place = excluded.place, seen_at = excluded.seen_at,
    removed_at = iif(deletion_seen_at > excluded.seen_at, deleted_at, NULL)
WHERE (excluded.seen_at, ifnull(excluded.added_at, '')) > (seen_at, ifnull(added_at, ''))
    AND (removed_at IS NOT NULL OR added_at IS NOT excluded.added_at);

-- A place moves with every removal below it: that is no change of the track.
UPDATE saved_tracks SET place = $record(place), seen_at = $time_extracted
WHERE $unchanged AND track_id = $record(id) AND added_at IS $record(added_at)
    AND (seen_at, ifnull(place, '')) < ($time_extracted, ifnull($record(place), ''));

INSERT INTO saved_tracks (track_id, deleted_at, deletion_seen_at, removed_at)
VALUES ($record(id), $deleted_at, $time_extracted, $deleted_at)
ON CONFLICT (track_id) DO UPDATE SET
    deleted_at = excluded.deleted_at, deletion_seen_at = excluded.deletion_seen_at,
    removed_at = excluded.deleted_at
WHERE excluded.deletion_seen_at > max(deletion_seen_at, seen_at) AND removed_at IS NULL;

UPDATE saved_tracks SET
    deleted_at = $deleted_at, deletion_seen_at = $time_extracted,
    removed_at = iif($time_extracted > seen_at, $deleted_at, NULL)
WHERE $unchanged AND track_id = $record(id)
    AND (deletion_seen_at, ifnull(deleted_at, '')) < ($time_extracted, $deleted_at);

INSERT INTO tracks (id)
SELECT $record(id) WHERE $deleted_at IS NOT NULL
ON CONFLICT (id) DO NOTHING;

.read parts/track.sql
