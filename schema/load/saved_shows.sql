-- A show object with added_at. Audiobooks are among the saved shows too, under the same id: they are
-- no shows.
.owned

INSERT INTO saved_shows (show_id, added_at, seen_at)
SELECT $record(id), $record(added_at), $time_extracted
WHERE NOT EXISTS (SELECT 1 FROM audiobooks WHERE id = $record(id))
ON CONFLICT (show_id) DO UPDATE SET
    added_at = excluded.added_at, seen_at = excluded.seen_at,
    removed_at = iif(deletion_seen_at > excluded.seen_at, removed_at, NULL)
WHERE (excluded.seen_at, ifnull(excluded.added_at, '')) > (seen_at, ifnull(added_at, ''))
    AND (removed_at IS NOT NULL OR added_at IS NOT excluded.added_at);

UPDATE saved_shows SET seen_at = $time_extracted
WHERE $unchanged AND show_id = $record(id) AND seen_at < $time_extracted;

INSERT INTO saved_shows (show_id, removed_at, deletion_seen_at)
SELECT $record(id), $deleted_at, $time_extracted
WHERE NOT EXISTS (SELECT 1 FROM audiobooks WHERE id = $record(id))
ON CONFLICT (show_id) DO UPDATE SET
    removed_at = excluded.removed_at, deletion_seen_at = excluded.deletion_seen_at
WHERE excluded.deletion_seen_at > max(deletion_seen_at, seen_at) AND removed_at IS NULL;

UPDATE saved_shows SET
    removed_at = iif($time_extracted > seen_at, $deleted_at, NULL),
    deletion_seen_at = $time_extracted
WHERE $unchanged AND show_id = $record(id)
    AND (deletion_seen_at, ifnull(removed_at, '')) < ($time_extracted, $deleted_at);

INSERT INTO shows (id)
SELECT $record(id) WHERE $deleted_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM audiobooks WHERE id = $record(id))
ON CONFLICT (id) DO NOTHING;

INSERT INTO shows (id, name, publisher, description, explicit, media_type, total_episodes, uri, image_url,
                   fetched_at, seen_at)
SELECT $record(id), $record(name), $record(publisher), $record(description), $record(explicit),
       $record(media_type), $record(total_episodes), $record(uri),
       .read parts/image_url.sql,
       $fetched_at, $time_extracted
WHERE NOT EXISTS (SELECT 1 FROM audiobooks WHERE id = $record(id))
ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, publisher = excluded.publisher, description = excluded.description,
    explicit = excluded.explicit, media_type = excluded.media_type,
    total_episodes = excluded.total_episodes, uri = excluded.uri, image_url = excluded.image_url,
    fetched_at = excluded.fetched_at, seen_at = excluded.seen_at
WHERE (true, excluded.seen_at, json_array(excluded.name, excluded.publisher, excluded.description,
                   excluded.explicit, excluded.media_type, excluded.total_episodes, excluded.uri, excluded.image_url),
       (SELECT rtrim(json_group_array(value), ']')
        FROM (SELECT DISTINCT value FROM json_each($list(languages[])) ORDER BY value)))
    > (fetched_at IS NOT NULL, seen_at, json_array(name, publisher, description, explicit,
                   media_type, total_episodes, uri, image_url),
       (SELECT rtrim(json_group_array(language), ']')
        FROM (SELECT language FROM show_languages WHERE show_id = shows.id ORDER BY language)));

DELETE FROM show_languages WHERE $updated AND show_id = $record(id);

INSERT INTO show_languages (show_id, language)
SELECT $record(id), $record(languages[]) WHERE $changed AND $record(languages[]) IS NOT NULL
ON CONFLICT (show_id, language) DO NOTHING;
