-- What `convert` keeps of messages until their end: the newest record of each key of the streams that lists are made of,
-- and the readings of playlists. of: the playlist, or what was played. snapshot: of a playlist's items. at, place: where it
-- stands in its list; of a reading, how many items it has.
CREATE TABLE message (
    stream TEXT NOT NULL,
    key TEXT NOT NULL,
    time_extracted TEXT NOT NULL,
    of TEXT,
    snapshot TEXT,
    at TEXT,
    place INTEGER,
    record TEXT,
    PRIMARY KEY (stream, key)
) STRICT;

CREATE INDEX message_by_list ON message (stream, of, snapshot, place);
CREATE INDEX message_by_time ON message (stream, at);

-- The last reading of each playlist that was finished, and how many items it has. Where none was, the snapshot of the
-- newest item; NULL: there are no items.
CREATE VIEW playlist_reading (playlist_id, snapshot, total) AS
SELECT playlist_id,
       ifnull(reading.snapshot, (SELECT snapshot FROM message WHERE stream = 'playlist_items' AND of = playlist_id
                                 ORDER BY time_extracted DESC LIMIT 1)),
       reading.place
FROM (SELECT key AS playlist_id FROM message WHERE stream = 'playlists'
      UNION SELECT DISTINCT of FROM message WHERE stream = 'playlist_items')
LEFT JOIN message AS reading ON reading.rowid =
    (SELECT rowid FROM message AS finished
     WHERE stream = 'readings' AND of = playlist_id
         AND place = (SELECT count(*) FROM message AS item
                      WHERE item.stream = 'playlist_items' AND item.of = finished.of AND item.snapshot = finished.snapshot
                          AND item.place BETWEEN 0 AND finished.place - 1)
     ORDER BY time_extracted DESC, snapshot DESC LIMIT 1);

-- What other messages say of a track or album: the genres of its artists, the label of the album.
CREATE VIEW detail (number, details) AS
SELECT entry.rowid, json_object(
    'genres', (SELECT json_group_array(genre)
               FROM (SELECT genre.value AS genre
                     FROM json_each(iif(entry.stream IN ('saved_tracks', 'saved_albums'), entry.record,
                                        entry.record -> '$.track'), '$.artists') AS artist
                     JOIN message AS known
                         ON known.stream IN ('artists', 'followed_artists') AND known.key = iif(artist.type = 'object', artist.value ->> '$.id', NULL)
                     JOIN json_each(known.record, '$.genres') AS genre
                     WHERE known.record IS NOT NULL AND genre.type = 'text'
                     GROUP BY genre.value ORDER BY min(artist.key), genre.value)),
    'label', (SELECT known.record ->> '$.label' FROM message AS known
              WHERE known.stream IN ('albums', 'saved_albums')
                  AND known.key = coalesce(entry.record ->> '$.album.id', entry.record ->> '$.track.album.id', entry.key)
              ORDER BY known.stream LIMIT 1))
FROM message AS entry;
