# A page of GET /me/tracks. `place` counts from the end of the list, where nothing is added, and so
# stays when tracks are saved.
. as {$page, $offset, $time_extracted}
| $page.items
| to_entries[]
| .key as $index
| .value
| select(member("track") | member("id") | type == "string")
| ({id: .track.id, added_at, place: ($page.total - $offset - $index)} + (.track | lean))
| record("saved_tracks"; $time_extracted)
