# M3U in UTF-8: the files of a folder (--music) or else Spotify's addresses. What cannot be played is a comment.
def about: {kinds: ["tracks"], many: false, extension: "m3u8", music: true};

def title: [artist_names, .name] | map(select(. != null and . != "")) | join(" - ") | one_line;

def head: "#EXTM3U", "#PLAYLIST:" + (.name | one_line);

# The artists and the name as tags may have them.
def wanted:
  (.artists | named | map(.name)) as $names
  | {isrc: .external_ids.isrc, duration_ms,
     artists: ($names + [$names | join(" "), ((" feat ", " ft ", " featuring ") as $word
                         | select(length > 1) | .[0] + $word + (.[1:] | join(" ")))]),
     titles: (if .name == null then []
              else [.name, (.name | select(contains("(") or contains("["))
                                  | sub(" *[(\\[](feat|ft|featuring|with)[. ][^)\\]]*[)\\]]"; ""; "i")),
                    (.name | select(contains(" - ")) | sub(" +- +[^-]*remaster[^-]*\\z"; ""; "i"))] | unique end)};

def entry:
  "#EXTINF:\(if .duration_ms then .duration_ms / 1000 | round else -1 end),\(title)" as $found
  | "# \(title) \(.uri // "" | one_line)" as $lost
  | if .list.music then {wanted: wanted, $found, $lost}
    else (.uri | address) as $place | if $place then $found, $place else $lost end end;

def foot: empty;
