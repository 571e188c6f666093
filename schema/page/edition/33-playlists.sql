-- The playlists by name; removed ones last.

CREATE TEMP TABLE list_playlists AS
SELECT id, 'spotify:playlist:' || id AS uri, name, description, owner_id, total_items, image_url, removed_at, public, collaborative,
       fold(name) AS name_key
  FROM main.playlists
 ORDER BY removed_at IS NOT NULL, fold(name), id;

CREATE INDEX temp.list_playlists_by_name ON list_playlists (name_key);

CREATE VIRTUAL TABLE temp.found_playlists USING fts5 (
    words, content='', detail=none, columnsize=0, prefix='1 2', tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co So'"
);

INSERT INTO found_playlists (rowid, words)
SELECT rowid, ifnull(name_key, '') || ' ' || ifnull(fold(description), '') FROM list_playlists;
