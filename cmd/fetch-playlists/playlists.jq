# A page of GET /me/playlists.
. as {$page, $time_extracted}
| $page.items[]
| select(. != null)
| {id: member("id")} + object
| record("playlists"; $time_extracted)
