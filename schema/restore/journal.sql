-- What restore has done to an account, kept for the next run.
CREATE TABLE IF NOT EXISTS last_write (at INTEGER NOT NULL);

-- Playlists that were made. state: making (asked for, and the answer is not known), made, filled (all its items were there,
-- as reading it back has shown). places of its items are done, and pending more are on their way.
CREATE TABLE IF NOT EXISTS made_playlists (
    source TEXT NOT NULL,
    old_id TEXT NOT NULL,
    new_id TEXT,
    state TEXT NOT NULL,
    places INTEGER NOT NULL DEFAULT 0,
    pending INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (source, old_id)
) STRICT;

-- What the playlists that are filled were filled with: their URIs, in order. Earlier versions did not keep it: what a
-- playlist holds that is not here is unknown.
CREATE TABLE IF NOT EXISTS filled_playlists (
    new_id TEXT NOT NULL PRIMARY KEY,
    contents TEXT NOT NULL
) STRICT;

-- Playlists that the account had, and that restore did not make.
CREATE TABLE IF NOT EXISTS foreign_playlists (id TEXT NOT NULL PRIMARY KEY) STRICT;

-- What Spotify does not take, and its words; list is library or playlist.
CREATE TABLE IF NOT EXISTS refusals (
    list TEXT NOT NULL,
    uri TEXT NOT NULL,
    words TEXT NOT NULL,
    refused_at INTEGER NOT NULL,
    PRIMARY KEY (list, uri)
) STRICT;

-- What was refused, alone and while nothing else got through: it may not have been for its id.
CREATE TABLE IF NOT EXISTS doubted_refusals (
    list TEXT NOT NULL,
    uri TEXT NOT NULL,
    PRIMARY KEY (list, uri)
) STRICT;

-- What failed, alone and while others got through, in so many runs.
CREATE TABLE IF NOT EXISTS failures (
    list TEXT NOT NULL,
    uri TEXT NOT NULL,
    runs INTEGER NOT NULL,
    PRIMARY KEY (list, uri)
) STRICT;
