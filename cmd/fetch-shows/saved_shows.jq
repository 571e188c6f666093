# A page of GET /me/shows.
saved("show"; "saved_shows")
