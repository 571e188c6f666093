-- An episode object with added_at and its show.
.owned

INSERT INTO saved_episodes (episode_id, added_at, seen_at)
VALUES ($record(id), $record(added_at), $time_extracted)
ON CONFLICT (episode_id) DO UPDATE SET
    added_at = excluded.added_at, seen_at = excluded.seen_at,
    removed_at = iif(deletion_seen_at > excluded.seen_at, removed_at, NULL)
WHERE (excluded.seen_at, ifnull(excluded.added_at, '')) > (seen_at, ifnull(added_at, ''))
    AND (removed_at IS NOT NULL OR added_at IS NOT excluded.added_at);

UPDATE saved_episodes SET seen_at = $time_extracted
WHERE $unchanged AND episode_id = $record(id) AND seen_at < $time_extracted;

INSERT INTO saved_episodes (episode_id, removed_at, deletion_seen_at)
VALUES ($record(id), $deleted_at, $time_extracted)
ON CONFLICT (episode_id) DO UPDATE SET
    removed_at = excluded.removed_at, deletion_seen_at = excluded.deletion_seen_at
WHERE excluded.deletion_seen_at > max(deletion_seen_at, seen_at) AND removed_at IS NULL;

UPDATE saved_episodes SET
    removed_at = iif($time_extracted > seen_at, $deleted_at, NULL),
    deletion_seen_at = $time_extracted
WHERE $unchanged AND episode_id = $record(id)
    AND (deletion_seen_at, ifnull(removed_at, '')) < ($time_extracted, $deleted_at);

INSERT INTO episodes (id)
SELECT $record(id) WHERE $deleted_at IS NOT NULL
ON CONFLICT (id) DO NOTHING;

INSERT INTO episodes (id, name, show_id, description, duration_ms, explicit, release_date,
                      release_date_precision, resume_position_ms, fully_played, uri, image_url, fetched_at,
                      seen_at)
VALUES ($record(id), $record(name), $record(show.id), $record(description), $record(duration_ms),
        $record(explicit), $record(release_date), $record(release_date_precision),
        $record(resume_point.resume_position_ms), $record(resume_point.fully_played),
        $record(uri),
       .read parts/image_url.sql,
       $fetched_at, $time_extracted)
ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, show_id = excluded.show_id, description = excluded.description,
    duration_ms = excluded.duration_ms, explicit = excluded.explicit,
    release_date = excluded.release_date,
    release_date_precision = excluded.release_date_precision,
    resume_position_ms = excluded.resume_position_ms, fully_played = excluded.fully_played,
    uri = excluded.uri, image_url = excluded.image_url, fetched_at = excluded.fetched_at, seen_at = excluded.seen_at
WHERE (true, excluded.seen_at, json_array(excluded.name, excluded.show_id, excluded.description,
                   excluded.duration_ms, excluded.explicit, excluded.release_date,
                   excluded.release_date_precision, excluded.resume_position_ms,
                   excluded.fully_played, excluded.uri, excluded.image_url))
        > (fetched_at IS NOT NULL, seen_at, json_array(name, show_id, description, duration_ms,
                   explicit, release_date, release_date_precision, resume_position_ms,
                   fully_played, uri, image_url));

.read shows.sql show.
