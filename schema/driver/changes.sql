-- What was added, removed, renamed and reordered since :since, in order of time: with :json 1 as an array of objects, with another one as lines for
-- a person, by list; without :json as the view `changes` only. The first row is 1 if :since exists, else 0.

-- :since is a date, or the beginning of one, in local time; a date and time as SQLite reads it; today, yesterday; 7 days ago; if
-- empty, a week ago.
CREATE TEMP TABLE since AS
SELECT CASE WHEN :since = '' THEN strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-7 days')
            WHEN lower(:since) IN ('today', 'yesterday')
            THEN strftime('%Y-%m-%dT%H:%M:%SZ', 'now', 'localtime', 'start of day',
                          iif(lower(:since) = 'today', '0 days', '-1 days'), 'utc')
            WHEN :since GLOB '[0-9]*' AND length(count) < 6 AND :since = count || ' ' || unit || ' ago'
                 AND rtrim(unit, 's') IN ('minute', 'hour', 'day', 'week', 'month', 'year')
            THEN strftime('%Y-%m-%dT%H:%M:%SZ', 'now', iif(unit GLOB 'week*', (-7 * count) || ' days', '-' || count || ' ' || unit))
            WHEN whole GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(whole, '+0 days') = whole
            THEN strftime('%Y-%m-%dT%H:%M:%SZ', whole, iif(whole > '1900', 'utc', '0 days'))
            -- SQLite takes the 31st of February for the 3rd of March.
            WHEN :since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]?*'
                 AND date(substr(:since, 1, 10), '+0 days') = substr(:since, 1, 10)
            THEN strftime('%Y-%m-%dT%H:%M:%SZ', :since)
       END AS at
  FROM (SELECT CAST(CAST(:since AS INTEGER) AS TEXT) AS count,
               substr(:since, instr(:since, ' ') + 1, length(:since) - instr(:since, ' ') - length(' ago')) AS unit,
               :since || CASE length(:since) WHEN 4 THEN '-01-01' WHEN 7 THEN '-01' ELSE '' END AS whole);

-- The songs of a large library are named when they are shown, except those removed: these have one time, and follow by name.
CREATE TEMP TABLE changed AS
WITH saved AS MATERIALIZED (
    SELECT track_id, added_at, removed_at FROM saved_tracks WHERE ifnull(removed_at, added_at) >= (SELECT at FROM since)),
-- Spotify may replace a track by another of the same recording, which keeps its added_at.
kept AS MATERIALIZED (
    SELECT added_at, isrc
      FROM saved_tracks JOIN tracks ON id = track_id
     WHERE removed_at IS NULL AND isrc IS NOT NULL AND added_at IN (SELECT added_at FROM saved WHERE removed_at IS NOT NULL))
SELECT removed_at AS at, 'removed' AS change, 'track' AS kind, track_id AS id, name, NULL AS context
  FROM saved JOIN tracks ON id = track_id
 WHERE removed_at IS NOT NULL AND ((added_at, isrc) IN (SELECT added_at, isrc FROM kept)) IS NOT TRUE
UNION ALL
SELECT added_at, 'added', 'track', track_id, NULL, NULL FROM saved WHERE removed_at IS NULL
UNION ALL
SELECT ifnull(removed_at, added_at), iif(removed_at IS NULL, 'added', 'removed'), 'album', id, name,
       (SELECT group_concat(artists.name, ', ')
          FROM album_artists JOIN artists ON artists.id = artist_id WHERE album_artists.album_id = albums.id)
  FROM saved_albums JOIN albums ON id = album_id
 WHERE ifnull(removed_at, added_at) >= (SELECT at FROM since)
UNION ALL
-- Since when an artist is followed Spotify does not say, nor when an audiobook was saved. What the first sync found was
-- there before.
SELECT ifnull(removed_at, substr(first_seen_at, 1, 19) || 'Z'), iif(removed_at IS NULL, 'added', 'removed'), 'artist',
       id, name, NULL
  FROM followed_artists JOIN artists ON id = artist_id
 WHERE ifnull(removed_at, first_seen_at) >= (SELECT at FROM since)
   AND (removed_at IS NOT NULL
        OR first_seen_at > (SELECT min(completed_at) FROM sync_history WHERE status = 'Success'))
UNION ALL
SELECT ifnull(removed_at, added_at), iif(removed_at IS NULL, 'added', 'removed'), 'show', id, name, publisher
  FROM saved_shows JOIN shows ON id = show_id
 WHERE ifnull(removed_at, added_at) >= (SELECT at FROM since)
UNION ALL
SELECT ifnull(removed_at, added_at), iif(removed_at IS NULL, 'added', 'removed'), 'episode', episodes.id, episodes.name,
       shows.name
  FROM saved_episodes JOIN episodes ON episodes.id = episode_id LEFT JOIN shows ON shows.id = episodes.show_id
 WHERE ifnull(removed_at, added_at) >= (SELECT at FROM since)
UNION ALL
SELECT ifnull(removed_at, substr(first_seen_at, 1, 19) || 'Z'), iif(removed_at IS NULL, 'added', 'removed'), 'audiobook',
       id, name,
       (SELECT group_concat(name, ', ') FROM audiobook_authors AS author WHERE author.audiobook_id = audiobooks.id)
  FROM saved_audiobooks JOIN audiobooks ON id = audiobook_id
 WHERE ifnull(removed_at, first_seen_at) >= (SELECT at FROM since)
   AND (removed_at IS NOT NULL
        OR first_seen_at > (SELECT min(completed_at) FROM sync_history WHERE status = 'Success'))
UNION ALL
SELECT removed_at, 'removed', 'playlist', id, name, owner_id
  FROM playlists
 WHERE removed_at >= (SELECT at FROM since)
UNION ALL
SELECT substr(min(seen_at), 1, 19) || 'Z', 'added', 'playlist', id, name, owner_id
  FROM (SELECT playlists.id, name, owner_id, playlist_readings.seen_at
          FROM playlists JOIN playlist_readings ON playlist_id = playlists.id
         WHERE removed_at IS NULL)
 GROUP BY id
-- What the first sync found was there before.
HAVING min(seen_at) >= (SELECT at FROM since)
   AND min(seen_at) > (SELECT min(completed_at) FROM sync_history WHERE status = 'Success')
UNION ALL
SELECT changed_at, change, 'playlist', playlist_id, name, former_name
  FROM playlist_changes
 WHERE changed_at >= (SELECT at FROM since)
UNION ALL
SELECT changed_at, change, 'playlist item', uri, playlist_item_changes.name, playlists.name
  FROM playlist_item_changes JOIN playlists ON playlists.id = playlist_id
 WHERE changed_at >= (SELECT at FROM since)
 ORDER BY at, kind, change, name, id;

CREATE TEMP VIEW changes AS
SELECT changed.rowid AS place, at, change, kind, changed.id, ifnull(changed.name, tracks.name) AS name,
       iif(kind = 'track',
           (SELECT group_concat(artists.name, ', ')
              FROM track_artists JOIN artists ON artists.id = artist_id WHERE track_artists.track_id = changed.id),
           context) AS context
  FROM changed LEFT JOIN tracks ON kind = 'track' AND tracks.id = changed.id;

SELECT at IS NOT NULL FROM since;

SELECT iif(lag(id) OVER ordered IS NULL, '[', ' ')
       || json_object('at', at, 'change', change, 'kind', kind, 'id', id, 'name', name, 'context', context)
       || iif(lead(id) OVER ordered IS NULL, ']', ',')
  FROM changes
 WHERE :json = '1'
WINDOW ordered AS (ORDER BY at, kind, change, name)
 ORDER BY at, kind, change, name;

SELECT '[]' WHERE :json = '1' AND NOT EXISTS (SELECT 1 FROM changes);

-- The lists of the lines for a person, in their order. The items of a playlist are below its name.
CREATE TEMP TABLE change_lists (place INTEGER PRIMARY KEY, kind TEXT UNIQUE, title TEXT);

INSERT INTO change_lists
VALUES (1, 'track', 'Liked Songs'), (2, 'album', 'Saved albums'), (3, 'artist', 'Followed artists'), (4, 'playlist', 'Playlists'),
       (5, 'playlist item', NULL), (6, 'show', 'Shows'), (7, 'episode', 'Episodes'), (8, 'audiobook', 'Audiobooks');

WITH grouped AS (
    SELECT change_lists.place AS list, ifnull(title, 'Playlist ' || context) AS title, changes.*
      FROM changes JOIN change_lists USING (kind)
     WHERE :json <> '1')
SELECT line
  FROM (SELECT DISTINCT list, title, 0 AS part, 0 AS number, title || ':' AS line FROM grouped
        UNION ALL
        SELECT list, title, 1, place,
               format('  %s %s %s%s', strftime('%Y-%m-%d %H:%M', at, 'localtime'),
                      CASE change WHEN 'added' THEN '+' WHEN 'removed' THEN '-' ELSE '~' END, ifnull(name, id),
                      CASE WHEN change = 'renamed' THEN ' (renamed from ' || context || ')'
                           WHEN change = 'reordered' THEN ' (reordered)'
                           WHEN kind = 'playlist item' THEN ''
                           ELSE ifnull(' (' || nullif(context, '') || ')', '') END)
          FROM grouped)
 ORDER BY list, title, part, number;

SELECT strftime('Nothing has changed since %Y-%m-%d %H:%M.', at, 'localtime')
  FROM since
 WHERE :json <> '1' AND NOT EXISTS (SELECT 1 FROM changes);
