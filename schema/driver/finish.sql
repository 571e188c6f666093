-- Ends this run of the sync with :status and, if not empty, :error. Prints a summary for a person, in lines: if :limited is
-- under a limit, the sync can continue at the second :reset. :budget is not empty if somebody chose one. :timers is 1 if
-- those of `schedule` are installed. :option selects :database on a command line.

BEGIN IMMEDIATE;

UPDATE sync_history
   SET status = :status,
       completed_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),
       last_error = nullif(:error, ''),
       seconds = ran.seconds,
       account_requests = account_requests + asked,
       requests = requests + asked
  FROM ran, (SELECT ifnull(sum(requests), 0) AS asked FROM temp.account_requests)
 WHERE sync_history.id = ran.id;

INSERT INTO lines
SELECT 2, format('Database: %s', :database), NULL
 WHERE :status = 'Success'
UNION ALL
SELECT 3, format('It has %,d song%s, %,d playlist%s, %,d saved album%s, %,d followed artist%s and %,d play%s.',
                 songs, iif(songs = 1, '', 's'), playlists, iif(playlists = 1, '', 's'), albums, iif(albums = 1, '', 's'),
                 artists, iif(artists = 1, '', 's'), plays, iif(plays = 1, '', 's')), NULL
  FROM holdings
 WHERE :status = 'Success'
UNION ALL
SELECT 4, format(words, :option, :option), NULL
  FROM next_steps
 WHERE :status = 'Success' AND status = 'Success' AND timers = :timers;

-- What a limit of the app means for the library, if its lists are read.
INSERT INTO lines
SELECT 0, format('Your songs and playlists are complete. Details of %s%s%s are still missing: Spotify allows your app only so many '
                 || 'calls a day. %s',
                 iif(artists > 0, format('%,d artist%s', artists, iif(artists = 1, '', 's')), ''),
                 iif(artists > 0 AND albums > 0, ' and ', ''),
                 iif(albums > 0, format('%,d album%s', albums, iif(albums = 1, '', 's')), ''),
                 ifnull('With a sync a day this is done by ' || complete_on
                        || iif(:timers = '1', '.', format('; ''spotify-sync%s schedule'' does that.', :option)),
                        iif(:timers = '1', 'The daily sync fetches them.',
                            format('''spotify-sync%s schedule'' syncs once a day.', :option)))), complete
  FROM outlook
 WHERE :status = 'RateLimited' AND artists + albums > 0 AND (SELECT limit_kind FROM sync) = 'app'
   AND NOT EXISTS (SELECT 1 FROM phases LEFT JOIN sync_state ON state_key = 'sync_' || (SELECT id FROM sync) || '_' || entity
                    WHERE reads_list AND status IS NOT 'Success');

INSERT INTO lines
SELECT 1, CASE :status WHEN 'Success' THEN format('Done in %s: %s.', took, counts)
                    WHEN 'Cancelled' THEN 'Cancelled. The next sync continues from there.'
                    WHEN 'RateLimited'
                    THEN format('A limit holds %s until %s%s: sync again then, %swith --wait%s.', :limited,
                                strftime('%Y-%m-%d %H:%M:%S', CAST(:reset AS INTEGER), 'unixepoch', 'localtime'),
                                iif(seconds > 0,
                                    (SELECT format(' (in ' || words || ')', (seconds + half) / unit, seconds % 3600 / 60)
                                       FROM spans WHERE least <= seconds ORDER BY least DESC LIMIT 1), ''),
                                iif(:budget = '', 'or ', ''), iif(:budget = '', '', ', or with another --budget'))
                    WHEN 'Failed' THEN 'the sync is incomplete: the next one continues from there' END, NULL
  FROM syncs, (SELECT CAST(:reset AS INTEGER) - CAST(strftime('%s', 'now') AS INTEGER) AS seconds)
 WHERE id = (SELECT id FROM sync) AND NOT EXISTS (SELECT 1 FROM lines WHERE largest IS NOT NULL);

SELECT line FROM screen_lines WHERE :status <> 'Failed' ORDER BY place, id, number;

SELECT line FROM lines WHERE :status = 'Failed';

DELETE FROM lines;

COMMIT;
