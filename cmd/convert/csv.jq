# CSV with the columns of Exportify (https://github.com/watsonbox/exportify), for tracks and for saved albums.
def about: {kinds: ["tracks", "albums", "listens"], many: false, extension: "csv"};

# A comma in a name is written with a backslash, and so is a backslash before one or at the end.
def escaped_name:
  if contains("\\") then gsub("(?<run>\\\\+)(?=,|\\z)"; .run + .run) else . end | split(",") | join("\\,");
def names: map(.name | escaped_name) | join(", ");
def uris: map(if .id then "spotify:artist:" + .id else "" end) | join(", ");

def head:
  if .holds == "albums"
  then ["Album URI", "Album Name", "Album Type", "Album Artist URI(s)", "Album Artist Name(s)", "Album Release Date",
        "Release Date Precision", "Track Count", "Saved At"]
  else ["Track URI", "Track Name", "Artist URI(s)", "Artist Name(s)", "Album URI", "Album Name", "Album Artist URI(s)",
        "Album Artist Name(s)", "Album Release Date", "Album Image URL", "Disc Number", "Track Number",
        "Track Duration (ms)", "Track Preview URL", "Explicit", "Popularity", "ISRC", "Added By", "Added At",
        "Artist Genres", "Label"] end;

def entry:
  (.artists | named) as $artists
  | if .kind == "album"
    then [.uri, .name, .album_type, ($artists | uris), ($artists | names), .release_date, .release_date_precision,
          .total_tracks, .added_at]
    else .album as $album
    | ($album.artists | named) as $album_artists
    | [.uri, .name, ($artists | uris), ($artists | names),
       (if $album.id then "spotify:album:" + $album.id else null end), $album.name,
       ($album_artists | uris), ($album_artists | names), $album.release_date, $album.images[0].url,
       .disc_number, .track_number, .duration_ms, .preview_url, .explicit, .popularity, .external_ids.isrc,
       (if .added_by then "spotify:user:" + .added_by else null end), .added_at // .listened_at,
       (.genres // [] | join(",")), .label] end;

def foot: empty;
