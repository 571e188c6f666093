-- insights: Saved more than once
SELECT min(name) AS name, min(artist) AS artist, group_concat(id, ' ') AS ids, count(*) AS count,
       iif(min(isrc) = max(isrc) AND count(isrc) = count(*), 'the same ISRC', 'the same artist, title and length') AS reason
  FROM (SELECT recording, tracks.id, isrc,
               first_value(song_names.name) OVER saved AS name, first_value(artist) OVER saved AS artist
          FROM saved_copies
          JOIN main.tracks ON tracks.rowid = saved_copies.number
          JOIN main.saved_tracks ON saved_tracks.track_id = tracks.id
          JOIN song_names ON song_names.number = saved_copies.number
        WINDOW saved AS (PARTITION BY recording ORDER BY added_at, tracks.id))
 GROUP BY recording
 ORDER BY count DESC, name, recording
 LIMIT ifnull(:limit, 1000);
