# A page of GET /me/albums.
. as {$page, $time_extracted}
| $page.items[]
| select(member("album") | member("id") | type == "string")
| ({id: .album.id, added_at} + (.album | lean))
| record("saved_albums"; $time_extracted)
