# A page of GET /me/playlists.
. as {$page, $time_extracted}
| $page.items[]
| select(.id? | strings)
| ({id} + lean)
| .owner |= (lean? // .)
| record("playlists"; $time_extracted)
