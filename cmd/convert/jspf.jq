# JSPF, the JSON form of XSPF (https://xspf.org/jspf).
def about: {kinds: ["tracks"], many: false, extension: "jspf"};

def without_nulls: with_entries(select(.value != null and .value != "" and .value != []));
def listed: if . == null then null else [.] end;

def head:
  ({title: .name, creator: .owner, annotation: .description, identifier: (.uri | uri)} | without_nulls | tojson) as $playlist
  | "{\"playlist\":\($playlist[:-1])\(if $playlist == "{}" then "" else "," end)\"track\":[";

def entry:
  (if .position > 0 then "," else "" end)
  + ({location: (.uri | address | listed), identifier: (.uri | uri | listed), title: .name, creator: artist_names,
      image: (.album.images[0].url | web_address), album: .album.name,
      trackNum: (.track_number | if . == null or . < 1 then null else . end), duration: .duration_ms}
     | without_nulls | tojson);

def foot: "]}}";
