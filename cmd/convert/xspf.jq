# XSPF, version 1 (https://xspf.org/spec).
def about: {kinds: ["tracks"], many: false, extension: "xspf"};

# XML has no characters for some that control, and reads a bare carriage return as a newline.
def xml:
  if test("[\\x00-\\x08\\x0b-\\x1f\\x{fffe}\\x{ffff}]")
  then gsub("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x{fffe}\\x{ffff}]"; "\ufffd") | @html | gsub("\r"; "&#13;")
  else @html end;
def element($name): if . == null or . == "" then empty else "<\($name)>\(tostring | xml)</\($name)>" end;

def head:
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
  "<playlist version=\"1\" xmlns=\"http://xspf.org/ns/0/\">",
  (.name | element("title")), (.owner | element("creator")), (.description | element("annotation")),
  (.uri | uri | element("identifier")),
  "<trackList>";

def entry:
  "<track>"
  + ([(.uri | address | element("location")), (.uri | uri | element("identifier")), (.name | element("title")),
      (artist_names | element("creator")), (.album.images[0].url | web_address | element("image")),
      (.album.name | element("album")), (.track_number | select(. > 0) | element("trackNum")),
      (.duration_ms | element("duration"))] | join(""))
  + "</track>";

def foot: "</trackList>", "</playlist>";
