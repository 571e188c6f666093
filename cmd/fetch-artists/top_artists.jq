# A page of GET /me/top/artists.
. as {$page, $time_extracted}
| $page.items[]
| select(. != null)
| {id: member("id")} + object
| record("artists"; $time_extracted)
