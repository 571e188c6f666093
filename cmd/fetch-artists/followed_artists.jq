# A page of GET /me/following.
. as {$page, $time_extracted}
| $page.artists.items[]
| select(. != null)
| {id: member("id")} + object
| record("followed_artists"; $time_extracted)
