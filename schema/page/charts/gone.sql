-- insights: Gone from Spotify
SELECT list_tracks.id, list_tracks.name, artists AS artist, album, unavailable_at AS since
  FROM list_tracks JOIN main.albums ON albums.id = album_id
 WHERE removed_at IS NULL AND unavailable_at IS NOT NULL
 ORDER BY unavailable_at DESC, list_tracks.rowid
 LIMIT ifnull(:limit, 1000);
