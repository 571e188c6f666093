-- What is to be restored from the attached database `library`. state: 0 wanted, 1 there before, 2 restored, 3 impossible,
-- 4 refused by Spotify, 5 failed for now (batches.h).
CREATE TEMP TABLE streams (
    stream TEXT NOT NULL PRIMARY KEY,
    word TEXT NOT NULL,
    path TEXT,       -- the list of what is saved
    id_path TEXT,    -- where an entry of it has its id
    prefix TEXT NOT NULL,
    rank INTEGER NOT NULL,
    wanted INTEGER NOT NULL DEFAULT 0
);
INSERT INTO streams (stream, word, path, id_path, prefix, rank) VALUES
    ('saved_tracks', 'songs', '/me/tracks', '$.track.id', 'spotify:track:', 1),
    ('saved_albums', 'albums', '/me/albums', '$.album.id', 'spotify:album:', 2),
    ('followed_artists', 'artists', NULL, NULL, 'spotify:artist:', 3),
    ('saved_shows', 'shows', '/me/shows', '$.show.id', 'spotify:show:', 4),
    ('saved_episodes', 'episodes', '/me/episodes', '$.episode.id', 'spotify:episode:', 5),
    ('saved_audiobooks', 'audiobooks', NULL, NULL, 'spotify:show:', 6),
    ('playlists', 'playlists', NULL, NULL, 'spotify:playlist:', 7);

CREATE TEMP TABLE owner (user_id TEXT, account_id TEXT);
INSERT INTO owner SELECT user_id, account_id FROM library.account;

CREATE TEMP TABLE things (
    stream TEXT NOT NULL,
    rank INTEGER NOT NULL,
    uri TEXT NOT NULL,
    name TEXT,
    state INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    PRIMARY KEY (stream, rank)
) WITHOUT ROWID;

-- The oldest first.
INSERT INTO things (stream, rank, uri, name)
SELECT 'saved_tracks', row_number() OVER (ORDER BY added_at, place, track_id), 'spotify:track:' || track_id,
    coalesce((SELECT artists.name || ' – ' FROM library.track_artists JOIN library.artists ON artists.id = artist_id
              WHERE track_artists.track_id = saved.track_id ORDER BY position LIMIT 1), '') || tracks.name
FROM library.saved_tracks AS saved JOIN library.tracks ON tracks.id = track_id WHERE removed_at IS NULL;

INSERT INTO things (stream, rank, uri, name)
SELECT 'saved_albums', row_number() OVER (ORDER BY added_at, album_id), 'spotify:album:' || album_id, name
FROM library.saved_albums JOIN library.albums ON albums.id = album_id WHERE removed_at IS NULL;

INSERT INTO things (stream, rank, uri, name)
SELECT 'followed_artists', row_number() OVER (ORDER BY followed.rowid), 'spotify:artist:' || artist_id, name
FROM library.followed_artists AS followed JOIN library.artists ON artists.id = artist_id WHERE removed_at IS NULL;

INSERT INTO things (stream, rank, uri, name)
SELECT 'saved_shows', row_number() OVER (ORDER BY added_at, show_id), 'spotify:show:' || show_id, name
FROM library.saved_shows JOIN library.shows ON shows.id = show_id WHERE removed_at IS NULL;

INSERT INTO things (stream, rank, uri, name)
SELECT 'saved_episodes', row_number() OVER (ORDER BY added_at, episode_id), 'spotify:episode:' || episode_id, name
FROM library.saved_episodes JOIN library.episodes ON episodes.id = episode_id WHERE removed_at IS NULL;

INSERT INTO things (stream, rank, uri, name)
SELECT 'saved_audiobooks', row_number() OVER (ORDER BY saved.rowid), 'spotify:show:' || audiobook_id, name
FROM library.saved_audiobooks AS saved JOIN library.audiobooks ON audiobooks.id = audiobook_id WHERE removed_at IS NULL;

-- One id that is none makes Spotify refuse a whole request.
UPDATE things SET state = 3, reason = 'not an id of Spotify''s'
FROM streams WHERE streams.stream = things.stream AND (length(uri) <> length(prefix) + 22 OR uri GLOB prefix || '*[^0-9A-Za-z]*');

-- Those of other people are only followed. The last of the list is made first, for a new one becomes the first.
CREATE TEMP TABLE lists (
    rank INTEGER PRIMARY KEY,
    old_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT,
    public INTEGER NOT NULL,
    collaborative INTEGER NOT NULL,
    is_own INTEGER NOT NULL,
    is_named INTEGER NOT NULL DEFAULT 0, -- by --playlist
    is_read INTEGER NOT NULL,
    new_id TEXT,
    state INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    note TEXT,
    has_news INTEGER NOT NULL DEFAULT 0,  -- it has to be read back
    is_written INTEGER NOT NULL DEFAULT 0 -- all its items were sent
);
INSERT INTO lists (old_id, name, description, public, collaborative, is_own, is_read)
SELECT id, iif(trim(name) <> '', name, id),
    nullif(substr(trim(replace(replace(coalesce(description, ''), char(13), ''), char(10), ' ')), 1, 300), ''),
    coalesce(public, 0) AND NOT coalesce(collaborative, 0), coalesce(collaborative, 0),
    owner_id IS NULL OR NOT EXISTS (SELECT 1 FROM owner) OR owner_id = (SELECT user_id FROM owner),
    items_snapshot_id IS NOT NULL
FROM library.playlists WHERE removed_at IS NULL ORDER BY playlists.rowid DESC;

CREATE TEMP TABLE items (
    list INTEGER NOT NULL,
    place INTEGER NOT NULL,
    uri TEXT,
    name TEXT,
    state INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    PRIMARY KEY (list, place)
) WITHOUT ROWID;
INSERT INTO items (list, place, uri, name)
SELECT lists.rank, position, uri, item.name
FROM lists JOIN library.playlist_items AS item ON playlist_id = old_id WHERE lists.is_read;

UPDATE items SET state = 3,
    reason = CASE WHEN uri GLOB 'spotify:local:*' THEN 'local file' WHEN uri IS NULL THEN 'gone from Spotify'
                  WHEN uri GLOB 'spotify:track:*' OR uri GLOB 'spotify:episode:*' THEN 'not an id of Spotify''s'
                  ELSE 'not what a playlist takes' END
WHERE uri IS NULL OR NOT (uri GLOB 'spotify:track:*' AND length(uri) = 14 + 22 OR uri GLOB 'spotify:episode:*' AND length(uri) = 16 + 22)
    OR substr(uri, instr(substr(uri, 9), ':') + 9) GLOB '*[^0-9A-Za-z]*';

UPDATE items SET state = 3, reason = 'a playlist holds no more than 10,000 items'
FROM (SELECT list AS of_list, place AS of_place, row_number() OVER (PARTITION BY list ORDER BY place) AS number
      FROM items WHERE state = 0)
WHERE list = of_list AND place = of_place AND number > 10000;

-- The URIs of each playlist, in order: of what is there, of what can be there, and that and what Spotify has refused.
CREATE TEMP VIEW contents AS
SELECT list, coalesce(group_concat(iif(state IN (1, 2), uri, NULL), ' '), '') AS held,
    coalesce(group_concat(iif(state IN (3, 4), NULL, uri), ' '), '') AS possible,
    coalesce(group_concat(iif(state = 3, NULL, uri), ' '), '') AS with_refused
FROM (SELECT rank AS list, uri, items.state FROM lists LEFT JOIN items ON list = rank ORDER BY rank, place) GROUP BY list;

-- What was refused in this run, and is not believed yet (lone_refusals.h).
CREATE TEMP TABLE doubted (
    list TEXT NOT NULL,
    uri TEXT NOT NULL,
    scope TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (list, uri, scope)
);

-- What the account holds, as far as it was read.
CREATE TEMP TABLE shown (place INTEGER PRIMARY KEY, uri TEXT);
CREATE TEMP TABLE listed (id TEXT PRIMARY KEY, name TEXT, owner_id TEXT, items INTEGER);
