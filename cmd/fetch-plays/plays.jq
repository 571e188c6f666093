# The answer of GET /me/player/recently-played. An episode, a local file or what is gone has no track
# that could be named.

# One form for one time, whatever fraction of the second it comes with.
def milliseconds:
  if type == "string" and test("\\A\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d([.]\\d+)?Z\\z")
  then "\(.[:19]).\((.[20:-1] + "000")[:3])Z"
  else . end;

. as {$page, $time_extracted}
| $page.items[]
| (if type == "object" then twin("track"; "item") else . end) as $track
| select($track != null)
| ($track | kind) as $kind
| select($kind == "track" or ($kind == "unavailable" and ($track | type != "object" or .id != null)))
| {
    played_at: (member("played_at") | milliseconds),
    track_id: ($track | member("id")),
    context_uri: (member("context") | member("uri")),
    track: ($track | object)
  }
| record("plays"; $time_extracted)
