-- The saved shows, episodes and audiobooks, the newest first.

CREATE TEMP TABLE list_shows AS
SELECT id, uri, name, publisher, total_episodes, image_url, added_at, removed_at, fold(name) AS name_key, fold(publisher) AS publisher_key
  FROM main.saved_shows JOIN main.shows ON id = show_id
 ORDER BY added_at DESC, id;

CREATE VIRTUAL TABLE temp.found_shows USING fts5 (
    words, content='', detail=none, columnsize=0, tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co So'"
);

INSERT INTO found_shows (rowid, words) SELECT rowid, ifnull(name_key, '') || ' ' || ifnull(publisher_key, '') FROM list_shows;

CREATE TEMP TABLE list_episodes AS
SELECT episodes.id, episodes.uri, episodes.name, shows.name AS show, episodes.image_url, release_date, duration_ms, resume_position_ms,
       fully_played, added_at, removed_at, fold(episodes.name) AS name_key, fold(shows.name) AS show_key
  FROM main.saved_episodes
  JOIN main.episodes ON episodes.id = episode_id
  LEFT JOIN main.shows ON shows.id = show_id
 ORDER BY added_at DESC, episodes.id;

CREATE VIRTUAL TABLE temp.found_episodes USING fts5 (
    words, content='', detail=none, columnsize=0, tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co So'"
);

INSERT INTO found_episodes (rowid, words) SELECT rowid, ifnull(name_key, '') || ' ' || ifnull(show_key, '') FROM list_episodes;

-- The API does not say when an audiobook was saved: added_at is when it was first seen.
CREATE TEMP TABLE list_audiobooks AS
SELECT id, uri, name, image_url,
       (SELECT group_concat(name, ', ')
          FROM (SELECT name FROM main.audiobook_authors WHERE audiobook_id = id ORDER BY position)) AS authors,
       substr(first_seen_at, 1, 19) || 'Z' AS added_at, removed_at, fold(name) AS name_key, NULL AS authors_key
  FROM main.saved_audiobooks JOIN main.audiobooks ON id = audiobook_id
 ORDER BY first_seen_at DESC, id;

UPDATE list_audiobooks SET authors_key = fold(authors);

CREATE VIRTUAL TABLE temp.found_audiobooks USING fts5 (
    words, content='', detail=none, columnsize=0, tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co So'"
);

INSERT INTO found_audiobooks (rowid, words)
SELECT rowid, ifnull(name_key, '') || ' ' || ifnull(authors_key, '') FROM list_audiobooks;
