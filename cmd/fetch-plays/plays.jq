# The answer of GET /me/player/recently-played. An episode, a local file or what is gone has no track
# that could be named.
. as {$page, $time_extracted}
| $page.items[]
| select((.played_at? | type) == "string" and (.track?.id? | type) == "string")
| select(.track.type? != "episode")
| {
    played_at,
    track_id: .track.id,
    context_uri: ((.context.uri? | strings) // null),
    track: (.track | lean_deep)
  }
| record("plays"; $time_extracted)
