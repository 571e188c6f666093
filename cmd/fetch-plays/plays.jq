# The answer of GET /me/player/recently-played. An episode, a local file or what is gone has no track
# that could be named.
. as {$page, $time_extracted}
| $page.items[]
| (if type == "object" then .track else . end) as $track
| select($track != null)
| select(($track | type) != "object" or ($track.type != "episode" and $track.id != null))
| {
    played_at: member("played_at"),
    track_id: ($track | member("id")),
    context_uri: (member("context") | member("uri")),
    track: ($track | object)
  }
| record("plays"; $time_extracted)
