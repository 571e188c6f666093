# A page of GET /me/top/artists.
. as {$page, $time_extracted}
| $page.items[]
| select(member("id") | type == "string")
| ({id} + lean)
| record("artists"; $time_extracted)
