-- insights: Played much but not saved
SELECT track_id AS id, name, artist, plays, (ms + 3000) / 6000 / 10.0 AS minutes
  FROM (SELECT * FROM recordings
         WHERE number NOT IN (SELECT number FROM saved_recordings)
         ORDER BY plays DESC, ms DESC, number
         LIMIT ifnull(:limit, 1000))
 CROSS JOIN song_names USING (number);
