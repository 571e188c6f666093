# The CSV that TuneMyMusic writes and reads (https://www.tunemymusic.com): all lists in one file.
def about: {kinds: ["tracks", "albums"], many: true, extension: "csv"};

def head: "Track name,Artist name,Album,Playlist name,Type,ISRC,Spotify - id";

def entry:
  select(is_music or .kind == "album")
  | [.name, artist_names, .album.name, .list.name,
     {saved_tracks: "Favorite", saved_albums: "Album", playlist: "Playlist"}[.list.kind], .external_ids.isrc, .id];

def foot: empty;
