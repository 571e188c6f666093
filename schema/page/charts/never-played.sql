-- insights: Saved but never played
SELECT id, list_tracks.name, artists AS artist, added_at
  FROM list_tracks JOIN main.tracks USING (id) JOIN songs ON songs.number = tracks.rowid
 WHERE removed_at IS NULL
   AND recording NOT IN (SELECT number FROM recordings WHERE number IS NOT NULL)
   AND EXISTS (SELECT 1 FROM recordings)
 ORDER BY list_tracks.rowid
 LIMIT ifnull(:limit, 1000);
