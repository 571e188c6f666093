# A page of GET /me/playlists.
. as {$page, $time_extracted}
| $page.items[]
| select(member("id") | type == "string")
| ({id} + lean)
| record("playlists"; $time_extracted)
