-- listening: Heard for the first time
SELECT date(local(first_at), 'unixepoch') AS day, name, artist, track_id
  FROM (SELECT recordings.number, first_at
          FROM period JOIN recordings ON first_at >= begins AND first_at < ends
         ORDER BY first_at DESC, recordings.number
         LIMIT ifnull(:limit, 100))
 CROSS JOIN song_names USING (number);
