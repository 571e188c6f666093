# The answer of GET /artists for a batch of ids, in their order: objects with an id, and null for what
# does not exist. Where one object has taken the place of another it comes under its own id.
. as {$page, $ids, $time_extracted}
| range($ids | length) as $i
| $page.artists[$i]
| if . == null then empty else {id} + . end,
  if .id == $ids[$i] then empty else {id: $ids[$i], unavailable_at: ($time_extracted[:19] + "Z")} end
| record("artists"; $time_extracted)
