# The CSV that Soundiiz imports as a playlist (https://soundiiz.com).
def about: {kinds: ["tracks"], many: false, extension: "csv", separator: ";"};

def head: "title;artist;album;isrc";

def entry: select(is_music) | [.name, artist_names, .album.name, .external_ids.isrc];

def foot: empty;
