-- listening: In short
WITH artist_plays AS MATERIALIZED (
    SELECT every.artist, count(*) AS plays
      FROM period
     CROSS JOIN heard_artists AS every
     CROSS JOIN heard INDEXED BY heard_by_artist ON heard.artist = every.artist AND at >= begins AND at < ends
     GROUP BY every.artist),
days AS MATERIALIZED (SELECT day, plays, ms FROM period JOIN local_days ON day BETWEEN first_day AND last_day),
hours AS MATERIALIZED (
    SELECT hour, sum(plays) AS plays FROM period JOIN local_hours ON day BETWEEN first_day AND last_day GROUP BY hour)
SELECT (sum(days.ms) + 3000) / 6000 / 10.0 AS minutes, ifnull(sum(plays), 0) AS plays,
       (SELECT count(*) FROM period_recordings) AS tracks,
       (SELECT count(*) FROM artist_plays) AS artists,
       count(*) AS days,
       (SELECT genre
          FROM artist_plays
          JOIN main.artists ON artists.rowid = artist_plays.artist
          JOIN main.artist_genres ON artist_id = artists.id
         GROUP BY genre ORDER BY sum(artist_plays.plays) DESC, genre LIMIT 1) AS top_genre,
       (SELECT max(days)
          FROM (SELECT count(*) AS days
                  FROM (SELECT day - row_number() OVER (ORDER BY day) AS streak FROM days) GROUP BY streak)) AS longest_streak,
       (SELECT hour FROM hours ORDER BY plays DESC, hour LIMIT 1) AS busiest_hour,
       (SELECT date(day * 86400, 'unixepoch') FROM days ORDER BY ms DESC, day LIMIT 1) AS busiest_day,
       (SELECT count(*) FROM period JOIN recordings ON first_at >= begins AND first_at < ends) AS new_tracks
  FROM days;
