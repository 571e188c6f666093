-- What songs are called.

CREATE TEMP VIEW song_names AS
SELECT songs.number, tracks.id AS track_id, ifnull(tracks.name, others.name) AS name,
       coalesce(artists.name, told.artist, others.artist) AS artist
  FROM songs
  LEFT JOIN main.tracks ON tracks.rowid = songs.number
  LEFT JOIN main.artists ON artists.rowid = songs.artist
  LEFT JOIN told ON told.number = songs.number
  LEFT JOIN others ON others.number = songs.number;
