# A page of GET /me/albums.
. as {$page, $time_extracted}
| $page.items[]
| select(.album?.id? | strings)
| ({id: .album.id, added_at} + (.album | lean_album))
| record("saved_albums"; $time_extracted)
