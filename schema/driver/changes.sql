-- What was added and removed since :since (a date, or a date and time as SQLite reads it; if empty, a week ago), in order of
-- time: with :json 1 as an array of objects, with another one as lines for a person; without :json as the view `changes` only.
-- The first row is 1 if :since exists, else 0.

CREATE TEMP TABLE since AS
SELECT CASE WHEN :since = '' THEN strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-7 days')
            -- SQLite takes the 31st of February for the 3rd of March.
            WHEN date(substr(:since, 1, 10), '+0 days') = substr(:since, 1, 10)
            THEN strftime('%Y-%m-%dT%H:%M:%SZ', :since)
       END AS at;

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
   -- What the first sync found was there before.
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

SELECT iif(:json = '1',
           iif(lag(id) OVER ordered IS NULL, '[', ' ')
           || json_object('at', at, 'change', change, 'kind', kind, 'id', id, 'name', name, 'context', context)
           || iif(lead(id) OVER ordered IS NULL, ']', ','),
           format('%s  %s %s: %s%s', substr(at, 1, instr(at || 'T', 'T') - 1), iif(change = 'added', '+', '-'), kind,
                  ifnull(name, id), '  (' || nullif(context, '') || ')'))
  FROM changes
 WHERE :json IS NOT NULL
WINDOW ordered AS (ORDER BY at, kind, change, name)
 ORDER BY at, kind, change, name;

SELECT '[]' WHERE :json = '1' AND NOT EXISTS (SELECT 1 FROM changes);
