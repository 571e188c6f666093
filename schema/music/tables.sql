-- The audio files of a folder by what their tags say. Names are compared as fold() leaves them, or as they are if it
-- leaves nothing.
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = MEMORY;
CREATE TABLE music (id INTEGER PRIMARY KEY, place TEXT, milliseconds INTEGER);
CREATE TABLE tag (property TEXT, value TEXT, music INTEGER, PRIMARY KEY (property, value, music)) WITHOUT ROWID;
CREATE TABLE folder (device INTEGER, inode INTEGER, PRIMARY KEY (device, inode)) WITHOUT ROWID;
BEGIN;
