-- insights: Saved more than once
WITH saved AS (
    SELECT list_tracks.rowid AS place, list_tracks.*, recording
      FROM list_tracks JOIN main.tracks USING (id) JOIN songs ON number = tracks.rowid
     WHERE removed_at IS NULL),
twice AS (SELECT recording FROM saved GROUP BY recording HAVING count(*) > 1)
SELECT name, artists AS artist, group_concat(id, ' ') AS ids, count(*) AS count,
       iif(min(isrc) = max(isrc) AND count(isrc) = count(*), 'the same ISRC', 'the same artist, title and length') AS reason
  FROM (SELECT * FROM saved WHERE recording IN twice ORDER BY recording, place)
 GROUP BY recording
 ORDER BY count DESC, min(place)
 LIMIT ifnull(:limit, 1000);
