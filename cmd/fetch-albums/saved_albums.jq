# A page of GET /me/albums.
saved("album"; "saved_albums")
