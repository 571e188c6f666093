-- The last sync, its phases, how many tracks have all their details, and what to know of the lists. With :json 1 it is one
-- JSON object, which includes the JSON :sign_in; otherwise lines for a person, or none if there has been no sync. :running is
-- 1 if a process works on it, and :timers is 1 if those of `schedule` are installed. :option selects :database on a command
-- line. Each line comes with the largest of its numbers: text in place of a number would sort after all numbers.

CREATE TEMP VIEW last AS SELECT * FROM main.sync_history ORDER BY id DESC LIMIT 1;

CREATE TEMP VIEW last_phases AS
SELECT place, entity, sync_state.*
  FROM last
  JOIN phases
  LEFT JOIN main.sync_state ON state_key = 'sync_' || last.id || '_' || entity;

-- A saved track is described if the details of its album and all its artists are present or unavailable. Those that are not
-- are counted, from what is pending.
CREATE TEMP TABLE described AS
WITH pending_albums AS MATERIALIZED (SELECT id FROM albums WHERE coalesce(fetched_at, unavailable_at) IS NULL),
pending_artists AS MATERIALIZED (SELECT id FROM artists WHERE coalesce(fetched_at, unavailable_at) IS NULL)
SELECT tracks,
       tracks - (SELECT count(*)
                   FROM tracks CROSS JOIN saved_tracks ON track_id = id
                  WHERE (album_id IN (SELECT id FROM pending_albums)
                         OR id IN (SELECT track_id FROM track_artists
                                    WHERE artist_id IN (SELECT id FROM pending_artists)
                                      AND EXISTS (SELECT 1 FROM pending_artists)))
                    AND removed_at IS NULL
                    AND (EXISTS (SELECT 1 FROM pending_albums) OR EXISTS (SELECT 1 FROM pending_artists))) AS described
  FROM (SELECT count(*) AS tracks FROM saved_tracks WHERE removed_at IS NULL);

-- How long the details will take.
CREATE TEMP TABLE forecast AS SELECT * FROM outlook;

-- The playlists whose items were refused, or are in doubt, since they were last read.
CREATE TEMP TABLE unread AS
SELECT id, ifnull(name, id) AS name, owner_id IS (SELECT user_id FROM account) AS is_own,
       CASE WHEN items_refused_seen_at >= items_doubted_seen_at THEN 'refused'
            WHEN items_doubted = 'refused' THEN 'refused once'
            ELSE 'doubted' END AS standing
  FROM playlists
 WHERE removed_at IS NULL
   AND max(items_refused_seen_at, items_doubted_seen_at)
       > ifnull((SELECT max(seen_at) FROM playlist_readings WHERE playlist_id = playlists.id), '');

-- How many of each kind there are, and the names of the first of them.
CREATE TEMP VIEW unread_kinds AS
WITH kinds AS (SELECT *, standing || iif(standing = 'refused', is_own, '') AS kind FROM unread)
SELECT standing, is_own, count(*) AS playlists,
       group_concat(name, ', ') FILTER (WHERE number <= 5)
       || iif(count(*) > 5, format(' and %,d more', count(*) - 5), '') AS names
  FROM (SELECT *, row_number() OVER (PARTITION BY kind ORDER BY name, id) AS number FROM kinds ORDER BY kind, number)
 GROUP BY kind;

-- What was not believed, shown or allowed, and what happens next.
CREATE TEMP TABLE notes AS
WITH lists AS (
    SELECT stream, replace(stream, '_', ' ') AS list,
           CAST(reading ->> '$.total' AS INTEGER) AS total, CAST(reading ->> '$.hidden' AS INTEGER) AS hidden,
           CAST(reading ->> '$.totals[0]' AS INTEGER) AS least, CAST(reading ->> '$.totals[1]' AS INTEGER) AS greatest,
           CAST(reading ->> '$.doubted.missing' AS INTEGER) AS missing, reading ->> '$.refused' IS NOT NULL AS refused
      FROM list_readings)
SELECT 'doubted' AS kind, stream,
       format(iif(stream IN ('artists', 'albums'),
                  'Spotify called %,d %s missing, which is doubtful. The next sync marks as unavailable those that it calls '
                  || 'missing again.',
                  'Spotify did not show %,d %s that are known, most of them. They are kept; the next sync marks as removed '
                  || 'what it does not show either.'), missing, list) AS line
  FROM lists
 WHERE missing > 0 AND stream NOT IN (SELECT entity FROM details)
UNION ALL
SELECT 'doubted', stream,
       format('Spotify called %,d %s missing in a row. They stay pending; the next sync requests them again, and marks as '
              || 'unavailable what is missing then, too.', missing, list)
  FROM lists
 WHERE missing > 0 AND stream IN (SELECT entity FROM details)
UNION ALL
SELECT 'totals', stream,
       format('Spotify gave different totals of %s, from %,d to %,d. Nothing is marked as removed until a sync reads the '
              || 'same total on every page.', list, least, greatest)
  FROM lists
 WHERE greatest IS NOT NULL
UNION ALL
SELECT 'hidden', stream,
       format('Spotify counts %,d %s but shows %,d. Syncs find what is removed as long as %,d %s hidden.',
              total, list, total - hidden, hidden, iif(hidden = 1, 'stays', 'stay'))
  FROM lists
 WHERE hidden > 0 AND greatest IS NULL
UNION ALL
SELECT 'refused', stream,
       format('Spotify refuses the list of %s, which not every country has. What is known of it stays, and a sync asks again '
              || 'a day later.', list)
  FROM lists
 WHERE refused
UNION ALL
SELECT 'doubted', 'playlists',
       format('%s the items of %,d playlist%s%s: %s. The next sync requests %s again.',
              iif(standing = 'doubted', 'Spotify gave doubtful answers about', 'Spotify refused this app'),
              playlists, iif(playlists = 1, '', 's'), iif(standing = 'doubted', '', ' for the first time'), names,
              iif(playlists = 1, 'it', 'them'))
  FROM unread_kinds
 WHERE standing <> 'refused'
UNION ALL
SELECT 'refused', 'playlists',
       format('Spotify does not show this app the items of %,d of %s: %s. %s.', playlists,
              iif(is_own, 'your own playlists', 'other users'' playlists'), names,
              iif(is_own, 'Each sync requests them again', 'The next full sync requests them again, or one that finds them changed'))
  FROM unread_kinds
 WHERE standing = 'refused';

-- What else is saved, and what is known of the past.
CREATE TEMP TABLE saved AS
SELECT (SELECT count(*) FROM playlists WHERE removed_at IS NULL) AS playlists,
       (SELECT count(*) FROM saved_albums WHERE removed_at IS NULL) AS albums,
       (SELECT count(*) FROM followed_artists WHERE removed_at IS NULL) AS artists,
       (SELECT count(*) FROM saved_shows WHERE removed_at IS NULL) AS shows,
       (SELECT count(*) FROM saved_episodes WHERE removed_at IS NULL) AS episodes,
       (SELECT count(*) FROM saved_audiobooks WHERE removed_at IS NULL) AS audiobooks,
       -- An older sign-in may not read how far an episode was heard.
       EXISTS (SELECT 1 FROM saved_episodes WHERE removed_at IS NULL)
       AND NOT EXISTS (SELECT 1 FROM episodes WHERE resume_position_ms IS NOT NULL) AS lacks_resume_points;

CREATE TEMP TABLE past AS
SELECT (SELECT count(*) FROM streaming_history) AS plays, (SELECT min(ts) FROM streaming_history) AS first_at,
       (SELECT max(ts) FROM streaming_history) AS last_at;

SELECT json_object(
           'sync_history_id', id,
           'kind', kind,
           'status', status,
           'running', json(iif(:running = '1' AND status = 'InProgress', 'true', 'false')),
           'started_at', started_at,
           'completed_at', completed_at,
           'requests', ifnull(requests, 0),
           'new_items', ifnull(new_items, 0),
           'updated_items', ifnull(updated_items, 0),
           'last_error', last_error,
           'phases', (
               SELECT json_group_object(entity, json_object(
                          'status', status,
                          'current_offset', coalesce(current_offset, 0),
                          'total_items', total_items,
                          'items_processed', coalesce(items_processed, 0),
                          'percent_complete',
                          CASE WHEN status = 'Success' THEN 100.0
                               WHEN total_items > 0 THEN round(min(100.0, current_offset * 100.0 / total_items), 1)
                               ELSE 0.0 END,
                          'last_error', last_error,
                          'rate_limit_reset_at', rate_limit_reset_at))
                 FROM (SELECT * FROM last_phases ORDER BY place)),
           'details', json_object(
               'tracks', tracks,
               'described', described,
               'percent', iif(tracks > 0, round(described * 100.0 / tracks, 1), 100.0),
               'pending_artists', forecast.artists,
               'pending_albums', forecast.albums,
               'calls_left', iif(forecast.artists + forecast.albums > 0, calls_left, 0),
               'complete_at', strftime('%Y-%m-%dT%H:%M:%SZ', complete, 'unixepoch')),
           'notes', (SELECT json_group_array(json_object('kind', kind, 'stream', stream, 'text', line)) FROM notes),
           'refused_playlists', (SELECT json_group_array(json_object('id', id, 'name', name))
                                   FROM (SELECT * FROM unread WHERE standing = 'refused' ORDER BY name, id)),
           'saved', json_object(
               'playlists', playlists,
               'albums', saved.albums,
               'artists', saved.artists,
               'shows', shows,
               'episodes', episodes,
               'audiobooks', audiobooks),
           'streaming_history', json_object(
               'plays', plays,
               'first_at', first_at,
               'last_at', last_at),
           'sign_in', json(:sign_in)), NULL
  FROM described, forecast, saved, past
  LEFT JOIN last
 WHERE :json = '1';

-- Until when a sync with --wait waits for a limit, today or later: of the account, or of phases that have all ended.
CREATE TEMP VIEW waiting AS
SELECT iif(date(ends) > date('now', 'localtime'), strftime('%Y-%m-%d %H:%M', ends), strftime('%H:%M', ends)) AS until
  FROM (SELECT coalesce((SELECT datetime(substr(last_error, -19)) FROM last
                          WHERE last_error GLOB 'the limit for *; try again at 20*'),
                        (SELECT datetime(min(rate_limit_reset_at), 'localtime') FROM last_phases WHERE status = 'RateLimited'
                         HAVING (SELECT count(*) FROM last_phases WHERE ifnull(status, 'InProgress') = 'InProgress') = 0)) AS ends);

CREATE TEMP VIEW phase_lines AS
SELECT place,
       CASE WHEN last_phases.status IS NULL THEN format('  %-10s not started', entity)
            WHEN last_phases.status = 'Success' AND items_processed = 0 THEN format('  %-10s nothing to do', entity)
            ELSE format('  %-10s %-12s %20s %4d %%%s', entity, ifnull(word, last_phases.status),
                        format('%,d', items_processed) || ifnull(format(' of %,d', total_items), ''),
                        CASE WHEN last_phases.status = 'Success' THEN 100
                             WHEN total_items > 0 THEN min(100, current_offset * 100 / total_items)
                             ELSE 0 END,
                        '  ' || coalesce('until ' || until, nullif(last_error, '')))
       END AS line,
       max(items_processed, ifnull(total_items, 0), ifnull(current_offset, 0)) AS largest
  FROM last_phases
  LEFT JOIN waits USING (state_key)
  LEFT JOIN status_words USING (status);

INSERT INTO lines
SELECT place, line, largest
  FROM (SELECT -3 AS place, largest,
               format('Sync %d (%s): ', syncs.id, syncs.kind)
               || CASE WHEN last.status <> 'InProgress' THEN syncs.status
                       WHEN :running = '1' THEN coalesce('waiting until ' || (SELECT until FROM waiting), 'running')
                       ELSE format('interrupted; ''spotify-sync%s'' continues it', :option) END
               || format('; started %s', started)
               || iif(last.status <> 'InProgress', ifnull(', took ' || took, ''), '') AS line
          FROM last JOIN syncs USING (id)
        UNION ALL
        -- The history can be imported before any sync.
        SELECT -4, NULL, format('There has been no sync yet: run ''spotify-sync%s''.', :option)
          FROM past
         WHERE plays > 0 AND NOT EXISTS (SELECT 1 FROM last)
        UNION ALL
        SELECT -2, NULL, counts FROM last JOIN syncs USING (id)
        UNION ALL
        -- The error of a phase is in its line.
        SELECT -1, NULL, last_error
          FROM last
         WHERE last_error <> '' AND NOT EXISTS (SELECT 1 FROM phases WHERE last_error GLOB entity || ': *')
        UNION ALL
        SELECT 0, NULL, ''
        UNION ALL
        SELECT place, largest, line FROM phase_lines
        UNION ALL
        SELECT 10, NULL, ''
        UNION ALL
        SELECT 11, NULL, iif(tracks > 0, format('With all details: %,d of %,d tracks (%d %%).', described, tracks,
                                                described * 100 / tracks), 'There are no liked songs.')
          FROM described
        UNION ALL
        SELECT 12, NULL, format('Pending: %,d artists and %,d albums%s%s.', artists, albums,
                                format(', %,d call%s', calls_left, iif(calls_left = 1, '', 's')),
                                '; complete on ' || complete_on)
          FROM forecast
         WHERE artists + albums > 0
        UNION ALL
        SELECT 20, NULL, line FROM notes
        UNION ALL
        SELECT 14, NULL, format('Also saved: %,d album%s, %,d show%s, %,d episode%s and %,d audiobook%s.',
                                albums, iif(albums = 1, '', 's'), shows, iif(shows = 1, '', 's'),
                                episodes, iif(episodes = 1, '', 's'), audiobooks, iif(audiobooks = 1, '', 's'))
          FROM saved
         WHERE albums + shows + episodes + audiobooks > 0
        UNION ALL
        SELECT 15, NULL,
               format('How far you heard each episode is not known: ''spotify-sync%s login'' lets the next sync read it.', :option)
          FROM saved
         WHERE lacks_resume_points
        UNION ALL
        SELECT 17, NULL, format('Followed artists: %,d. Plays fetched: %,d.', artists, plays) FROM holdings
        UNION ALL
        SELECT 30, NULL, format('Database: %s', :database)
        UNION ALL
        SELECT 31, NULL, iif(:timers = '1', 'Scheduled: plays every half hour, and a sync every day.', 'No timers are installed.')
        UNION ALL
        SELECT 32, NULL, format(words, :option, :option)
          FROM last JOIN next_steps USING (status)
         WHERE :running = '0' AND ifnull(timers, :timers) = :timers
        UNION ALL
        SELECT 16, NULL, format('Streaming history: %,d plays from %s to %s.', plays, substr(first_at, 1, 10),
                                substr(last_at, 1, 10))
          FROM past
         WHERE plays > 0)
 WHERE (place IN (-4, 16) OR EXISTS (SELECT 1 FROM last)) AND ifnull(:json, '') <> '1';

SELECT line, largest FROM screen_lines ORDER BY place, id, number;
