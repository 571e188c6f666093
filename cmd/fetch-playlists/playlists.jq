# A page of GET /me/playlists.
. as {$page, $time_extracted}
| $page.items[]
| select(.id? | strings)
| ({id} + lean)
| if (.owner | type) == "object" then .owner |= lean else . end
| record("playlists"; $time_extracted)
