# What every format of cmd/convert/ begins with. A format defines what becomes of a list of tracks, albums or listens, as
# lines of text, or rows of CSV, which are arrays of cells:
#
#   about   {kinds: which of tracks, albums and listens it takes, the usual one first; many: whether several lists can
#           stand in one file; extension: of a file's name; separator: of cells, if not a comma; music: whether it takes
#           audio files}
#   head    the lines before a list: its input is {kind, id, name, description, owner, holds, version}
#   entry   the lines of an entry: Spotify's own object with kind, added_at, added_by, genres, label, listened_at,
#           ms_played, and the list and its position in it. If the list has music, {wanted, found, lost} stands for a
#           file (common/format/music.h): the line `found` and its place, or the line `lost`
#   foot    the lines after a list

# The whole text without control characters and line breaks.
def one_line:
  if . == null then "" elif test("[\\p{Cc}\\x{2028}\\x{2029}]") then gsub("[\\p{Cc}\\x{2028}\\x{2029}]+"; " ") else . end;

# A part of a URI as it was before it was written with %XX and +, in UTF-8; what is none becomes U+FFFD.
def decoded:
  def digit: if . >= 97 then . - 87 elif . >= 65 then . - 55 else . - 48 end;
  def plain: explode[] | {code: (if . == 43 then 32 else . end)};
  def octets: split("%") as $parts
    | [$parts[0] // "" | plain]
      + [$parts[1:][] | if test("\\A[0-9A-Fa-f]{2}")
          then {code: (.[:2] | explode | map(digit) | .[0] * 16 + .[1]), octet: true}, (.[2:] | plain)
          else {code: 37}, plain end];
  def broken: if .left > 0 then .out += [65533] | .left = 0 else . end;
  reduce octets[] as {$code, $octet} ({out: [], left: 0};
    if $octet and $code >= 128 and $code < 192 and .left > 0
    then .value = .value * 64 + $code - 128 | .left -= 1 | if .left == 0 then .out += [.value] else . end
    else broken
      | if ($octet | not) or $code < 128 then .out += [$code]
        elif $code >= 194 and $code < 224 then .left = 1 | .value = $code - 192
        elif $code >= 224 and $code < 240 then .left = 2 | .value = $code - 224
        elif $code >= 240 and $code < 245 then .left = 3 | .value = $code - 240
        else .out += [65533] end
    end)
  | broken.out | map(if . > 1114111 or (. >= 55296 and . <= 57343) then 65533 else . end) | implode;

# The parts of a list that may hold null.
def named: (. // []) | map(select(.name != null));

def artist_names: .artists | named | map(.name) | join(", ");

# A Spotify address of a URI of the usual form, or null.
def address:
  if . != null and test("\\Aspotify:[a-z]+:[0-9A-Za-z]+\\z") then "https://open.spotify.com/" + (split(":") | .[1] + "/" + .[2])
  else null end;

# What may follow the scheme or the host of a URI, as a regular expression.
def of_uri: "(?:[A-Za-z0-9:/?@!$&'()*+,;=._~-]|%[0-9A-Fa-f]{2})*";

# An address of the web, or null.
def web_address:
  if . != null and test("\\Ahttps?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?]\(of_uri))?(?:#\(of_uri))?\\z") then . else null end;

# A text as a URI: what cannot stand in one is written with %XX. Null if it has no scheme, or nothing else.
def uri:
  if . == null or (test("\\A[A-Za-z][A-Za-z0-9+.-]*:[\\s\\S]") | not) then null
  elif web_address != null or test("\\A[^:]*:(?!//)\(of_uri)\\z") then .
  else split(":") | [.[0], (.[1:][] | @uri)] | join(":") end;

# Whether it is music that other services may have.
def is_music: (.kind | . == "track" or . == "local") and .name != null;

# Whether a listen lasted long enough to count elsewhere: half of the track or four minutes; half a minute of a track
# whose length is not known. The API lists only those that did.
def is_heard:
  .ms_played == null or .ms_played >= 240000 or
  if .duration_ms then .ms_played * 2 >= .duration_ms else .ms_played >= 30000 end;

# A time as seconds since 1970, or null.
def seconds: [if type == "string" then try (.[:19] + "Z" | fromdate) catch null else null end][0];
