# The answer of GET /me/player/recently-played. An episode, a local file or what is gone has no track
# that could be named.
. as {$page, $time_extracted}
| $page.items[]
| select((member("played_at") | type) == "string")
| select(member("track") | member("id") | type == "string")
| select(.track.type != "episode")
| {
    played_at,
    track_id: .track.id,
    context_uri: ((.context | member("uri") | strings) // null),
    track: (.track | lean)
  }
| record("plays"; $time_extracted)
