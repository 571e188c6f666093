# The log of a portable player, AudioScrobbler 1.1: artist, album, title, number, seconds, L or S, and when it began, with
# a tab between them. L was listened to, S was skipped.
def about: {kinds: ["listens"], many: false, extension: "log"};

def head: "#AUDIOSCROBBLER/1.1", "#TZ/UTC", "#CLIENT/spotify-sync \(.version)";

def entry:
  (.listened_at | seconds) as $listened_at
  | select(is_music and $listened_at != null)
  | artist_names as $artists
  | select($artists != "" and .name != "")
  | [$artists, .album.name // "", .name, .track_number // "", ((.duration_ms // .ms_played // 0) / 1000 | round),
     (if is_heard then "L" else "S" end), $listened_at, ""]
  | map(tostring | one_line) | join("\t");

def foot: empty;
