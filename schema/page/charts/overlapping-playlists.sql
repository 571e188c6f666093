-- insights: Playlists that overlap
WITH items AS MATERIALIZED (
    SELECT DISTINCT playlist_id, recording
      FROM main.playlist_items
      JOIN main.playlists ON playlists.id = playlist_id AND removed_at IS NULL
      JOIN main.tracks ON tracks.id = track_id
      JOIN songs ON songs.number = tracks.rowid),
sizes AS MATERIALIZED (SELECT playlist_id, count(*) AS size FROM items GROUP BY playlist_id),
pairs AS (
    SELECT one.playlist_id AS a, other.playlist_id AS b, count(*) AS common
      FROM items AS one JOIN items AS other USING (recording)
     WHERE one.playlist_id < other.playlist_id
     GROUP BY 1, 2)
SELECT first.name AS a, second.name AS b, a AS a_id, b AS b_id, common,
       round(common * 1.0 / min(of_a.size, of_b.size), 3) AS share
  FROM pairs
  JOIN sizes AS of_a ON of_a.playlist_id = a
  JOIN sizes AS of_b ON of_b.playlist_id = b
  JOIN main.playlists AS first ON first.id = a
  JOIN main.playlists AS second ON second.id = b
 ORDER BY common DESC, share DESC, a, b
 LIMIT ifnull(:limit, 1000);
