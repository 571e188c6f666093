# M3U in UTF-8: the files of a folder (--music) or else Spotify's addresses. What cannot be played is a comment.
def about: {kinds: ["tracks"], many: false, extension: "m3u8"};

def title: [artist_names, .name] | map(select(. != null and . != "")) | join(" - ") | one_line;

def head: "#EXTM3U", "#PLAYLIST:" + (.name | one_line);

def entry:
  (if .list.music then .file else .uri | address end) as $place
  | if $place then "#EXTINF:\(if .duration_ms then .duration_ms / 1000 | round else -1 end),\(title)", $place
    else "# \(title) \(.uri // "" | one_line)" end;

def foot: empty;
