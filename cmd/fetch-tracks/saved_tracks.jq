# A page of GET /me/tracks. `place` counts from the end of the list, where nothing is added, and so
# stays when tracks are saved.
. as {$page, $offset, $time_extracted}
| range($page.items | length) as $index
| $page.items[$index]
| (if type == "object" then .track else . end) as $track
| select($track != null)
| {
    id: ($track | member("id")),
    added_at: member("added_at"),
    place: ($page.total - $offset - $index)
  } + ($track | object)
| record("saved_tracks"; $time_extracted)
