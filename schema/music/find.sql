-- The place of the file that holds the recording :wanted, {isrc, artists, titles, duration_ms}, of which any artist and
-- any title will do. One with its ISRC comes first; others have to be as long, within five seconds.
WITH names AS (
    SELECT property, coalesce(nullif(fold(name.value), ''), name.value) AS value
      FROM (SELECT 'artist' AS property, :wanted -> '$.artists' AS list UNION ALL SELECT 'title', :wanted -> '$.titles'),
           json_each(list) AS name
),
found AS (
    SELECT music, true AS by_isrc FROM tag
     WHERE property = 'isrc' AND value = upper(replace(:wanted ->> '$.isrc', '-', ''))
    UNION ALL
    SELECT title.music, false
      FROM tag AS title JOIN tag AS artist USING (music)
     WHERE title.property = 'title' AND title.value IN (SELECT value FROM names WHERE property = 'title')
       AND artist.property = 'artist' AND artist.value IN (SELECT value FROM names WHERE property = 'artist')
)
SELECT place
  FROM (SELECT place, by_isrc, abs(milliseconds - (:wanted ->> '$.duration_ms')) AS off
          FROM found JOIN music ON music.id = found.music)
 WHERE by_isrc OR off <= 5000
 ORDER BY by_isrc DESC, off IS NULL, off, place
 LIMIT 1;
