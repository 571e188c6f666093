-- An artist object. It is full if it has one of these members, which no simplified artist has. Full beats
-- stub, then newer beats older. An artist without even a name only makes the id known.
.full images genres

INSERT INTO artists (id, name, popularity, followers, image_url, fetched_at, seen_at)
SELECT $row(id), $record(name), $record(popularity), $record(followers.total),
       .read parts/image_url.sql,
       iif($full, $fetched_at, NULL),
       iif($full OR $record(name) IS NOT NULL, $time_extracted, '')
WHERE true
ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, popularity = excluded.popularity, followers = excluded.followers,
    image_url = excluded.image_url,
    fetched_at = excluded.fetched_at, seen_at = excluded.seen_at,
    unavailable_at = iif(missed_seen_at > iif(excluded.fetched_at IS NULL, '', excluded.seen_at),
                         missed_at, NULL)
WHERE (excluded.fetched_at IS NOT NULL, excluded.seen_at, ifnull(excluded.name, ''),
       ifnull(excluded.popularity, ''), ifnull(excluded.followers, ''),
       ifnull(excluded.image_url, ''),
       (SELECT rtrim(json_group_array(value), ']')
        FROM (SELECT DISTINCT value FROM json_each($list(genres[])) ORDER BY value)))
    > (fetched_at IS NOT NULL, seen_at, ifnull(name, ''), ifnull(popularity, ''), ifnull(followers, ''),
       ifnull(image_url, ''),
       (SELECT rtrim(json_group_array(genre), ']')
        FROM (SELECT genre FROM artist_genres WHERE artist_id = artists.id ORDER BY genre)))
    AND (seen_at = excluded.seen_at
         OR (fetched_at IS NULL, name, popularity, followers, image_url)
            IS NOT (excluded.fetched_at IS NULL, excluded.name, excluded.popularity,
                    excluded.followers, excluded.image_url));

-- The same contents, seen later.
UPDATE artists SET
    fetched_at = iif($full, $fetched_at, NULL), seen_at = $time_extracted,
    unavailable_at = iif(missed_seen_at > iif($full, $time_extracted, ''), missed_at, NULL)
WHERE $unchanged AND id = $record(id) AND ($full OR $record(name) IS NOT NULL)
    AND ($full, $time_extracted) > (fetched_at IS NOT NULL, seen_at);

DELETE FROM artist_genres WHERE $updated AND artist_id = $record(id);

INSERT INTO artist_genres (artist_id, genre)
SELECT $record(id), $record(genres[]) WHERE $changed AND $record(genres[]) IS NOT NULL
ON CONFLICT (artist_id, genre) DO NOTHING;

UPDATE artists SET
    missed_at = $fetched_at, missed_seen_at = $time_extracted,
    unavailable_at = iif($time_extracted > iif(fetched_at IS NULL, '', seen_at), $fetched_at, NULL)
WHERE $record(unavailable_at) IS NOT NULL AND id = $record(id)
    AND missed_seen_at < $time_extracted;
