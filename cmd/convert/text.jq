# One line an entry, in the order of the list, with nothing in it that changes by itself: artists, name, album and URI,
# with a tab between them.
def about: {kinds: ["tracks", "albums", "listens"], many: false, extension: "txt"};

def head: empty;

def entry:
  [if .listened_at then .listened_at else empty end, artist_names, .name, .album.name, .uri] | map(one_line) | join("\t");

def foot: empty;
