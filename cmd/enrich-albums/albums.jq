# The answer of GET /albums for a batch of ids, in their order, with null for what does not exist.
. as {$page, $ids, $time_extracted}
| range($ids | length) as $i
| $page.albums[$i]
| if .id? == null then empty else {id} + lean_album end,
  if .id? == $ids[$i] then empty else {id: $ids[$i], unavailable_at: ($time_extracted[:19] + "Z")} end
| record("albums"; $time_extracted)
