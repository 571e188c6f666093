-- An audiobook object. It may have been taken for a show before.
.owned

INSERT INTO saved_audiobooks (audiobook_id, first_seen_at, seen_at)
VALUES ($record(id), $time_extracted, $time_extracted)
ON CONFLICT (audiobook_id) DO UPDATE SET
    seen_at = excluded.seen_at,
    removed_at = iif(deletion_seen_at > excluded.seen_at, removed_at, NULL)
WHERE excluded.seen_at > seen_at AND removed_at IS NOT NULL;

UPDATE saved_audiobooks SET seen_at = $time_extracted
WHERE $unchanged AND audiobook_id = $record(id) AND seen_at < $time_extracted;

INSERT INTO saved_audiobooks (audiobook_id, removed_at, deletion_seen_at)
VALUES ($record(id), $deleted_at, $time_extracted)
ON CONFLICT (audiobook_id) DO UPDATE SET
    removed_at = excluded.removed_at, deletion_seen_at = excluded.deletion_seen_at
WHERE excluded.deletion_seen_at > max(deletion_seen_at, seen_at) AND removed_at IS NULL;

UPDATE saved_audiobooks SET
    removed_at = iif($time_extracted > seen_at, $deleted_at, NULL),
    deletion_seen_at = $time_extracted
WHERE $unchanged AND audiobook_id = $record(id)
    AND (deletion_seen_at, ifnull(removed_at, '')) < ($time_extracted, $deleted_at);

UPDATE saved_audiobooks SET first_seen_at = $time_extracted
WHERE audiobook_id = $record(id) AND ifnull(first_seen_at, 'none') > $time_extracted;

INSERT INTO audiobooks (id)
SELECT $record(id) WHERE $deleted_at IS NOT NULL
ON CONFLICT (id) DO NOTHING;

INSERT INTO audiobooks (id, name, publisher, description, edition, explicit, media_type,
                        total_chapters, uri, image_url, fetched_at, seen_at)
VALUES ($record(id), $record(name), $record(publisher), $record(description), $record(edition),
        $record(explicit), $record(media_type), $record(total_chapters), $record(uri),
       .read parts/image_url.sql,
       $fetched_at, $time_extracted)
ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, publisher = excluded.publisher, description = excluded.description,
    edition = excluded.edition, explicit = excluded.explicit, media_type = excluded.media_type,
    total_chapters = excluded.total_chapters, uri = excluded.uri, image_url = excluded.image_url,
    fetched_at = excluded.fetched_at, seen_at = excluded.seen_at
WHERE (true, excluded.seen_at, json_array(excluded.name, excluded.publisher, excluded.description,
                   excluded.edition, excluded.explicit, excluded.media_type,
                   excluded.total_chapters, excluded.uri, excluded.image_url),
       rtrim($list(authors[].name), '}'), rtrim($list(narrators[].name), '}'))
    > (fetched_at IS NOT NULL, seen_at, json_array(name, publisher, description, edition,
                   explicit, media_type, total_chapters, uri, image_url),
       (SELECT rtrim(json_group_object(position, name), '}')
        FROM (SELECT * FROM audiobook_authors WHERE audiobook_id = audiobooks.id ORDER BY position)),
       (SELECT rtrim(json_group_object(position, name), '}')
        FROM (SELECT * FROM audiobook_narrators WHERE audiobook_id = audiobooks.id
              ORDER BY position)));

DELETE FROM audiobook_authors WHERE $updated AND audiobook_id = $record(id);

INSERT INTO audiobook_authors (audiobook_id, position, name)
SELECT $record(id), $record(authors[#]), $record(authors[].name)
WHERE $changed AND $record(authors[].name) IS NOT NULL
ON CONFLICT (audiobook_id, position) DO NOTHING;

DELETE FROM audiobook_narrators WHERE $updated AND audiobook_id = $record(id);

INSERT INTO audiobook_narrators (audiobook_id, position, name)
SELECT $record(id), $record(narrators[#]), $record(narrators[].name)
WHERE $changed AND $record(narrators[].name) IS NOT NULL
ON CONFLICT (audiobook_id, position) DO NOTHING;

DELETE FROM show_languages WHERE show_id = $record(id);

DELETE FROM saved_shows WHERE show_id = $record(id);

DELETE FROM shows WHERE id = $record(id);

-- Nor is one of which only the removal is known a show.
DELETE FROM show_languages WHERE $deleted_at IS NOT NULL AND show_id = $record(id);

DELETE FROM saved_shows WHERE $deleted_at IS NOT NULL AND show_id = $record(id);

DELETE FROM shows WHERE $deleted_at IS NOT NULL AND id = $record(id);
