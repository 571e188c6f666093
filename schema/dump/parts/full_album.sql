-- The members of an album that the API gives to who asks for it. A full one has external_ids.
.read parts/album.sql,
'external_ids', iif(album.fetched_at IS NULL, NULL, json_object('upc', album.upc)),
'label', album.label,
'popularity', album.popularity
