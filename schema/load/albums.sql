-- An album object. It is full if it has one of these members, which no simplified album has in either app
-- mode. Full beats stub, then newer beats older. An album without even a name only makes the id known.
.full tracks copyrights external_ids genres label

INSERT INTO albums (id, name, album_type, release_date, release_date_precision, total_tracks, label,
                    popularity, upc, image_url, fetched_at, seen_at)
SELECT $row(id), $record(name), $record(album_type), $record(release_date),
       $record(release_date_precision), $record(total_tracks), $record(label),
       $record(popularity), $record(external_ids.upc),
       .read parts/image_url.sql,
       iif($full, $fetched_at, NULL),
       iif($full OR $record(name) IS NOT NULL, $time_extracted, '')
WHERE true
ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, album_type = excluded.album_type, release_date = excluded.release_date,
    release_date_precision = excluded.release_date_precision,
    total_tracks = excluded.total_tracks, label = excluded.label,
    popularity = excluded.popularity, upc = excluded.upc, image_url = excluded.image_url, fetched_at = excluded.fetched_at,
    seen_at = excluded.seen_at,
    unavailable_at = iif(missed_seen_at > iif(excluded.fetched_at IS NULL, '', excluded.seen_at),
                         missed_at, NULL)
WHERE (excluded.fetched_at IS NOT NULL, excluded.seen_at, ifnull(excluded.name, ''),
       ifnull(excluded.album_type, ''), ifnull(excluded.release_date, ''),
       ifnull(excluded.release_date_precision, ''), ifnull(excluded.total_tracks, ''),
       ifnull(excluded.label, ''), ifnull(excluded.popularity, ''), ifnull(excluded.upc, ''),
       ifnull(excluded.image_url, ''), rtrim($list(artists[].id), '}'))
    > (fetched_at IS NOT NULL, seen_at, ifnull(name, ''), ifnull(album_type, ''),
       ifnull(release_date, ''), ifnull(release_date_precision, ''), ifnull(total_tracks, ''),
       ifnull(label, ''), ifnull(popularity, ''), ifnull(upc, ''), ifnull(image_url, ''),
       (SELECT rtrim(json_group_object(position, artist_id), '}')
        FROM (SELECT * FROM album_artists WHERE album_id = albums.id ORDER BY position)))
    AND (seen_at = excluded.seen_at
         OR (fetched_at IS NULL, name, album_type, release_date, release_date_precision, total_tracks,
             label, popularity, upc, image_url)
            IS NOT (excluded.fetched_at IS NULL, excluded.name, excluded.album_type,
                    excluded.release_date, excluded.release_date_precision, excluded.total_tracks,
                    excluded.label, excluded.popularity, excluded.upc, excluded.image_url));

-- The same contents, seen later.
UPDATE albums SET
    fetched_at = iif($full, $fetched_at, NULL), seen_at = $time_extracted,
    unavailable_at = iif(missed_seen_at > iif($full, $time_extracted, ''), missed_at, NULL)
WHERE $unchanged AND id = $record(id) AND ($full OR $record(name) IS NOT NULL)
    AND ($full, $time_extracted) > (fetched_at IS NOT NULL, seen_at);

DELETE FROM album_artists WHERE $updated AND album_id = $record(id);

INSERT INTO album_artists (album_id, position, artist_id)
SELECT $record(id), $record(artists[#]), $record(artists[].id)
WHERE $changed AND $record(artists[].id) IS NOT NULL;

UPDATE albums SET
    missed_at = $fetched_at, missed_seen_at = $time_extracted,
    unavailable_at = iif($time_extracted > iif(fetched_at IS NULL, '', seen_at), $fetched_at, NULL)
WHERE $record(unavailable_at) IS NOT NULL AND id = $record(id)
    AND missed_seen_at < $time_extracted;

INSERT INTO artists (id, name, seen_at)
VALUES ($key(artists[].id), $record(artists[].name), iif($record(artists[].name) IS NULL, '', $time_extracted))
ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, popularity = NULL, followers = NULL, image_url = NULL, seen_at = excluded.seen_at
WHERE fetched_at IS NULL
    AND (excluded.seen_at, ifnull(excluded.name, ''), '', '')
    > (seen_at, ifnull(name, ''), ifnull(popularity, ''), ifnull(followers, ''));

.read parts/artist_again.sql
