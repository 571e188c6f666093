# A page of GET /me/following.
. as {$page, $time_extracted}
| $page.artists.items[]
| select(member("id") | type == "string")
| ({id} + lean)
| record("followed_artists"; $time_extracted)
