# A page of GET /me/albums.
. as {$page, $time_extracted}
| $page.items[]
| (if type == "object" then .album else . end) as $album
| select($album != null)
| {id: ($album | member("id")), added_at: member("added_at")} + ($album | object)
| record("saved_albums"; $time_extracted)
