# A page of GET /me/top/artists.
. as {$page, $time_extracted}
| $page.items[]
| select(. != null)
| {id: member("id")} + (object | lean)
| record("artists"; $time_extracted)
