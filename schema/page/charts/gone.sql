-- insights: Gone from Spotify
SELECT list_tracks.id, list_tracks.name, artists AS artist, album, unavailable_at AS since
  FROM list_tracks INDEXED BY list_tracks_unavailable JOIN main.albums ON albums.id = album_id
 WHERE unavailable AND removed_at IS NULL
 ORDER BY unavailable_at DESC, list_tracks.rowid
 LIMIT ifnull(:limit, 1000);
