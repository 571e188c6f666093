# The answer of GET /albums for a batch of ids, in their order, with null for what does not exist.
. as {$page, $ids, $time_extracted}
| range($ids | length) as $i
| ($page.albums[$i] | objects // null)
| if (.id | type) == "string" then {id} + lean else empty end,
  if .id == $ids[$i] then empty else {id: $ids[$i], unavailable_at: ($time_extracted[:19] + "Z")} end
| record("albums"; $time_extracted)
