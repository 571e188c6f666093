-- A track object with its simplified album and artists. One without even a name only makes the id known, and so do an
-- album and an artist without one.
INSERT INTO tracks (id, name, album_id, duration_ms, explicit, disc_number, track_number,
                    popularity, isrc, uri, fetched_at, seen_at)
VALUES ($id(id), $record(name), $record(album.id), $record(duration_ms), $record(explicit),
        $record(disc_number), $record(track_number), $record(popularity),
        nullif(upper(replace($record(external_ids.isrc), '-', '')), ''), $record(uri),
        iif($full, $fetched_at, NULL), iif($full OR $record(name) IS NOT NULL, $time_extracted, ''))
ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, album_id = excluded.album_id, duration_ms = excluded.duration_ms,
    explicit = excluded.explicit, disc_number = excluded.disc_number,
    track_number = excluded.track_number, popularity = excluded.popularity,
    isrc = excluded.isrc, uri = iif(excluded.fetched_at IS NULL, ifnull(excluded.uri, uri), excluded.uri),
    fetched_at = excluded.fetched_at,
    seen_at = excluded.seen_at
WHERE (excluded.fetched_at IS NOT NULL, excluded.seen_at, ifnull(excluded.name, ''), ifnull(excluded.album_id, ''),
       ifnull(excluded.duration_ms, ''), ifnull(excluded.explicit, ''),
       ifnull(excluded.disc_number, ''), ifnull(excluded.track_number, ''),
       ifnull(excluded.popularity, ''), ifnull(excluded.isrc, ''), ifnull(excluded.uri, ''),
       rtrim($list(artists[].id), '}'))
    > (fetched_at IS NOT NULL, seen_at, ifnull(name, ''), ifnull(album_id, ''), ifnull(duration_ms, ''),
       ifnull(explicit, ''), ifnull(disc_number, ''), ifnull(track_number, ''),
       ifnull(popularity, ''), ifnull(isrc, ''), ifnull(uri, ''),
       (SELECT rtrim(json_group_object(position, artist_id), '}')
        FROM (SELECT * FROM track_artists WHERE track_id = tracks.id ORDER BY position)));

-- Its ISRC may make a row of the history under this id the same as a play under another.
INSERT INTO listens_due (played_at, track_id)
SELECT played_at, track_id FROM plays
WHERE $changed AND isrc = upper(replace($id(external_ids.isrc), '-', ''))
    AND track_id <> $record(id)
UNION ALL
SELECT played_at, track_id FROM listen_matches
WHERE uri = 'spotify:track:' || $record(id) AND track_id <> $record(id)
ON CONFLICT DO NOTHING;

DELETE FROM track_artists WHERE $updated AND track_id = $record(id);

INSERT INTO track_artists (track_id, position, artist_id)
VALUES ($record(id), $record(artists[#]), $id(artists[].id))
ON CONFLICT (track_id, position) DO UPDATE SET artist_id = excluded.artist_id WHERE $changed;

INSERT INTO artists (id, name, seen_at)
VALUES ($key(artists[].id), $record(artists[].name), iif($record(artists[].name) IS NULL, '', $time_extracted))
ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, popularity = NULL, followers = NULL, image_url = NULL, seen_at = excluded.seen_at
WHERE fetched_at IS NULL
    AND (excluded.seen_at, ifnull(excluded.name, ''), '', '')
    > (seen_at, ifnull(name, ''), ifnull(popularity, ''), ifnull(followers, ''));

INSERT INTO artists (id, name, seen_at)
VALUES ($key(album.artists[].id), $record(album.artists[].name), iif($record(album.artists[].name) IS NULL, '', $time_extracted))
ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, popularity = NULL, followers = NULL, image_url = NULL, seen_at = excluded.seen_at
WHERE fetched_at IS NULL
    AND (excluded.seen_at, ifnull(excluded.name, ''), '', '')
    > (seen_at, ifnull(name, ''), ifnull(popularity, ''), ifnull(followers, ''));

INSERT INTO albums (id, name, album_type, release_date, release_date_precision, total_tracks,
                    image_url, seen_at)
VALUES ($key(album.id), $record(album.name), $record(album.album_type),
        $record(album.release_date), $record(album.release_date_precision),
        $record(album.total_tracks),
        .read parts/image_url.sql, album.
        iif($record(album.name) IS NULL, '', $time_extracted))
ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, album_type = excluded.album_type, release_date = excluded.release_date,
    release_date_precision = excluded.release_date_precision,
    total_tracks = excluded.total_tracks, label = NULL, popularity = NULL, upc = NULL,
    image_url = excluded.image_url, seen_at = excluded.seen_at
WHERE fetched_at IS NULL
    AND (excluded.seen_at, ifnull(excluded.name, ''), ifnull(excluded.album_type, ''),
       ifnull(excluded.release_date, ''), ifnull(excluded.release_date_precision, ''),
       ifnull(excluded.total_tracks, ''), '', '', '',
       ifnull(excluded.image_url, ''), rtrim($list(album.artists[].id), '}'))
    > (seen_at, ifnull(name, ''), ifnull(album_type, ''), ifnull(release_date, ''),
       ifnull(release_date_precision, ''), ifnull(total_tracks, ''), ifnull(label, ''),
       ifnull(popularity, ''), ifnull(upc, ''), ifnull(image_url, ''),
       (SELECT rtrim(json_group_object(position, artist_id), '}')
        FROM (SELECT * FROM album_artists WHERE album_id = albums.id ORDER BY position)));

-- An album is told again by each of its tracks, mostly with the artists that it has already.
DELETE FROM album_artists
WHERE $updated AND album_id = $record(album.id)
    AND position >= ifnull($record(album.artists[+]), 0);

DELETE FROM album_artists
WHERE $updated AND album_id = $record(album.id) AND position = $record(album.artists[#])
    AND $record(album.artists[].id) IS NULL;

INSERT INTO album_artists (album_id, position, artist_id)
VALUES ($record(album.id), $record(album.artists[#]), $id(album.artists[].id))
ON CONFLICT (album_id, position) DO UPDATE SET artist_id = excluded.artist_id
WHERE $changed AND artist_id <> excluded.artist_id;

-- Told again as they were.
UPDATE albums SET seen_at = $time_extracted
WHERE rowid = ifnull($again_rowid, (SELECT rowid FROM albums WHERE id = $again))
    AND fetched_at IS NULL AND name IS NOT NULL AND seen_at < $time_extracted;

.read parts/artist_again.sql
