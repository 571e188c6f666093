# A row of a streaming history: of the extended one, of its first generation (endsong), or of the account data, which
# has minutes, names and no ids. What is not named here never leaves the program.
#
# Most rows are not seen by this program: a form stands for all rows of their kind (forms.h). So it may tell null,
# booleans, 0, 1, numbers from 2 on and from 10^11 on, empty text, times and URIs apart, and all that is odd as it
# likes, but must pass other values on as they are.

def flag: if type == "boolean" then . else null end;

# A moment in UTC, in whole seconds; null where it is none. Before jq 1.7, a `try` that is not in an array also catches
# what comes after it.
def moment:
  def with_offset: capture("^(?<time>[0-9-]{10}[T ][0-9:]{8})([.][0-9]+)?(?<sign>[+-])(?<hour>[0-9]{2}):?(?<minute>[0-9]{2})$")
    | ((.hour | tonumber) * 3600 + (.minute | tonumber) * 60) as $offset
    | (.time | sub(" "; "T") | . + "Z" | fromdate) + (if .sign == "+" then -$offset else $offset end) | todate;
  if type != "string" then null
  elif test("^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}$") then (.[:10] + "T" + .[11:] + ":00Z")
  elif test("^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?( ?UTC|Z)?$")
  then (.[:10] + "T" + .[11:19] + "Z")
  else [try with_offset catch null][0] end
  | if [try (fromdate | todate) catch null][0] == . then . else null end;

# In seconds, or in milliseconds from about the year 5138 in seconds on; 0 and 1 stand for none.
def seconds:
  if type != "number" or . <= 1 then null
  elif . < 100000000000 then .
  else . / 1000 | floor end;

# What was played: kind, uri and the names.
def episode: {kind: "episode", uri: (.spotify_episode_uri | text), name: ((.episode_name // .episodeName) | text),
  artist: ((.episode_show_name // .podcastName) | text), album: null};
def chapter: {kind: "chapter", uri: ((.audiobook_chapter_uri | text) // (.audiobook_uri | text)),
  name: (.audiobook_chapter_title | text), artist: null, album: (.audiobook_title | text)};
def track: {kind: "track", uri: (.spotify_track_uri | text), name: ((.master_metadata_track_name // .trackName) | text),
  artist: ((.master_metadata_album_artist_name // .artistName) | text),
  album: (.master_metadata_album_album_name | text)};
def played:
  if .spotify_track_uri | text then track
  elif .spotify_episode_uri | text then episode
  elif (.audiobook_chapter_uri | text) or (.audiobook_uri | text) then chapter
  elif (.master_metadata_track_name | text) or (.trackName | text) then track
  elif (.episode_name | text) or (.episodeName | text) or (.podcastName | text) then episode
  elif (.audiobook_title | text) or (.audiobook_chapter_title | text) then chapter
  else track | .kind = "unknown" end
  | if .uri == "spotify:track:null" then .uri = null else . end;

def track_id:
  if .kind == "track" and .uri != null and (.uri | test("^spotify:track:[0-9A-Za-z]{1,22}$"))
  then .uri | ltrimstr("spotify:track:")
  else null end;

def nonsense($reason): error({$reason});

. as {$page, $keep_device}
| try (
    $page
    | if type != "object" then nonsense("it is no object") else . end
    | ((.ts // .endTime) | moment) as $ts
    | if $ts == null then nonsense("it has no time") else . end
    | (if has("ms_played") then .ms_played else .msPlayed end) as $ms_played
    | if ($ms_played | type) != "number" then nonsense("it does not say for how long it was played") else . end
    | played as $played
    | {
        ts: $ts,
        uri: ($played.uri // ""),
        # A length below 0 is none.
        ms_played: (if $ms_played < 0 then 0 else $ms_played | floor end),
        kind: $played.kind,
        track_id: ($played | track_id),
        name: $played.name,
        artist: $played.artist,
        album: $played.album,
        reason_start: (.reason_start | text),
        reason_end: (.reason_end | text),
        shuffle: (.shuffle | flag),
        skipped: (.skipped | flag),
        offline: (.offline | flag),
        offline_timestamp: (.offline_timestamp | seconds),
        incognito: (.incognito_mode | flag),
        precision: (if has("ts") then "second" else "minute" end)
      }
    + if $keep_device then {platform: (.platform | text), country: (.conn_country | text)} else {} end
    | record("streaming_history"; ($ts | rtrimstr("Z")) + ".000000Z")
  ) catch if type == "object" then error(.reason) else error("it is not as the rows of a streaming history are") end
