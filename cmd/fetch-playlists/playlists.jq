# A page of GET /me/playlists.

# The character that a reference stands for, by what is between its & and its ; or null.
def character:
  def number($base): reduce (ascii_downcase | explode[]) as $digit (0; . * $base + $digit - (if $digit < 97 then 48 else 87 end));
  def numbered: if . == 0 or (. >= 55296 and . <= 57343) or . > 1114111 then "\ufffd" else [.] | implode end;
  # From U+00A0 to U+00FF.
  def latin: "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3
    acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring
    AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times
    Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute
    ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc
    uuml yacute thorn yuml" | split("[ \n]+"; null);
  if test("\\A#[0-9]{1,7}\\z") then .[1:] | number(10) | numbered
  elif test("\\A#[xX][0-9a-fA-F]{1,6}\\z") then .[2:] | number(16) | numbered
  else . as $name
  | {amp: "&", lt: "<", gt: ">", quot: "\"", apos: "'", ndash: "–", mdash: "—", lsquo: "‘", rsquo: "’",
     ldquo: "“", rdquo: "”", bull: "•", hellip: "…", euro: "€", trade: "™"}[$name]
    // ([latin | to_entries[] | select(.value == $name) | [160 + .key] | implode][0]) end;

# What a text of HTML says: without its tags, and its references as what they stand for.
def plain:
  def without_tags: split("<")
    | .[:1] + (.[1:] | map(if test("\\A[/!]?[A-Za-z][^>]*>") then split(">")[1:] | join(">") else "<" + . end))
    | join("");
  def decoded: split("&")
    | .[:1] + (.[1:] | map(split(";") as $parts
        | (if $parts | length > 1 then $parts[0] | character else null end) as $character
        | if $character == null then "&" + . else $character + ($parts[1:] | join(";")) end))
    | join("");
  without_tags | decoded;

. as {$page, $time_extracted}
| $page.items[]
| select(. != null)
| {id: member("id")} + object
| if .description | type == "string" then .description |= plain else . end
| record("playlists"; $time_extracted)
