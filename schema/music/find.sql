-- The place of the file that holds the recording :wanted, {isrc, artists, titles, duration_ms}, of which any artist and
-- any title will do. One with its ISRC comes first; others have to be as long, within five seconds.
SELECT place
  FROM (SELECT place, by_isrc, abs(milliseconds - (:wanted ->> '$.duration_ms')) AS off
          FROM (SELECT music AS id, true AS by_isrc FROM tag
                 WHERE property = 'isrc' AND value = upper(replace(:wanted ->> '$.isrc', '-', ''))
                UNION ALL
                SELECT music, false
                  FROM json_each(:wanted, '$.titles') AS name
                 CROSS JOIN tag AS title
                    ON property = 'title' AND title.value = coalesce(nullif(fold(name.value), ''), name.value)
                 WHERE EXISTS (SELECT 1
                                 FROM json_each(:wanted, '$.artists') AS name
                                CROSS JOIN tag AS artist
                                   ON property = 'artist' AND artist.music = title.music
                                      AND artist.value = coalesce(nullif(fold(name.value), ''), name.value)))
          JOIN music USING (id))
 WHERE by_isrc OR off <= 5000
 ORDER BY by_isrc DESC, off IS NULL, off, place
 LIMIT 1;
