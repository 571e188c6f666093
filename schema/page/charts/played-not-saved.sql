-- insights: Played much but not saved
SELECT track_id AS id, name, artist, plays, round(ms / 60000.0, 1) AS minutes
  FROM recordings JOIN song_names USING (number)
 WHERE number NOT IN (SELECT recording
                        FROM main.saved_tracks
                        JOIN main.tracks ON tracks.id = track_id
                        JOIN songs ON songs.number = tracks.rowid
                       WHERE removed_at IS NULL)
 ORDER BY plays DESC, ms DESC, number
 LIMIT ifnull(:limit, 1000);
