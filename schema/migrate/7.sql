-- Version 7: saved shows, episodes and audiobooks.
PRAGMA user_version = 7;

CREATE TABLE shows (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT,
    publisher TEXT,
    description TEXT,
    explicit INTEGER,
    media_type TEXT,
    total_episodes INTEGER,
    uri TEXT,
    fetched_at TEXT,
    seen_at TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE show_languages (
    show_id TEXT NOT NULL REFERENCES shows (id),
    language TEXT NOT NULL,
    PRIMARY KEY (show_id, language)
) STRICT;

-- resume_position_ms and fully_played: how far it was heard, if the sign-in may know that.
CREATE TABLE episodes (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT,
    show_id TEXT REFERENCES shows (id),
    description TEXT,
    duration_ms INTEGER,
    explicit INTEGER,
    release_date TEXT,
    release_date_precision TEXT,
    resume_position_ms INTEGER,
    fully_played INTEGER,
    uri TEXT,
    fetched_at TEXT,
    seen_at TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE audiobooks (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT,
    publisher TEXT,
    description TEXT,
    edition TEXT,
    explicit INTEGER,
    media_type TEXT,
    total_chapters INTEGER,
    uri TEXT,
    fetched_at TEXT,
    seen_at TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE audiobook_authors (
    audiobook_id TEXT NOT NULL REFERENCES audiobooks (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (audiobook_id, position)
) STRICT;

CREATE TABLE audiobook_narrators (
    audiobook_id TEXT NOT NULL REFERENCES audiobooks (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (audiobook_id, position)
) STRICT;

-- removed_at: the newest deletion, if it is newer than the newest sight.
CREATE TABLE saved_shows (
    show_id TEXT NOT NULL PRIMARY KEY REFERENCES shows (id),
    added_at TEXT,
    removed_at TEXT,
    seen_at TEXT NOT NULL DEFAULT '',
    deletion_seen_at TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE saved_episodes (
    episode_id TEXT NOT NULL PRIMARY KEY REFERENCES episodes (id),
    added_at TEXT,
    removed_at TEXT,
    seen_at TEXT NOT NULL DEFAULT '',
    deletion_seen_at TEXT NOT NULL DEFAULT ''
) STRICT;

-- The API does not say when an audiobook was saved.
CREATE TABLE saved_audiobooks (
    audiobook_id TEXT NOT NULL PRIMARY KEY REFERENCES audiobooks (id),
    removed_at TEXT,
    first_seen_at TEXT,
    seen_at TEXT NOT NULL DEFAULT '',
    deletion_seen_at TEXT NOT NULL DEFAULT ''
) STRICT;
