-- Of each artist the places of the saved songs in list_tracks, from 0 on, as members of a JSON object.
SELECT json_quote(artist_id) || ':' || json_group_array(place)
  FROM (SELECT DISTINCT artist_id, list_tracks.rowid - 1 AS place
          FROM list_tracks JOIN main.track_artists ON track_id = list_tracks.id
         ORDER BY artist_id, place)
 GROUP BY artist_id;
