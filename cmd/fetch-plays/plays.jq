# The answer of GET /me/player/recently-played. An episode, a local file or what is gone has no track
# that could be named.
. as {$page, $time_extracted}
| $page.items[]
| (if type == "object" then twin("track"; "item") else . end) as $track
| select($track != null)
| ($track | kind) as $kind
| select($kind == "track" or ($kind == "unavailable" and ($track | type != "object" or .id != null)))
| {
    played_at: member("played_at"),
    track_id: ($track | member("id")),
    context_uri: (member("context") | member("uri")),
    track: ($track | object)
  }
| record("plays"; $time_extracted)
