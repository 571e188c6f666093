# A page of GET /me/top/artists.
. as {$page, $time_extracted}
| $page.items[]
| select(.id? | strings)
| ({id} + lean)
| record("artists"; $time_extracted)
