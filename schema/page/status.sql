-- What the page adds to :status, which `status --json` prints: to each phase its rate (items in a second) and the seconds it
-- has left, as the last half minute showed them, where they are known; whether a sync is at work, also before it begins and
-- after its end; how the last sync ended that was started here; and the number of the edition that lists and charts are of.
-- :now are milliseconds of a clock that only goes on.

CREATE TEMP TABLE IF NOT EXISTS samples (at INTEGER, sync INTEGER, entity TEXT, processed INTEGER, place INTEGER, total INTEGER);

DELETE FROM samples
 WHERE at < :now - 30000 OR sync IS NOT :status ->> '$.sync_history_id' OR NOT :status ->> '$.running';

INSERT INTO samples
SELECT :now, :status ->> '$.sync_history_id', key, value ->> '$.items_processed', value ->> '$.current_offset',
       value ->> '$.total_items'
  FROM json_each(:status, '$.phases')
 WHERE :status ->> '$.running' AND value ->> '$.status' = 'InProgress';

SELECT json_patch(
           :status,
           json_object(
               'phases', (
                   SELECT json_group_object(entity, json_object(
                              'rate', round(done * 1000.0 / span, 1),
                              'seconds_left', CASE WHEN moved > 0 AND total > place
                                                   THEN CAST((total - place) * span / moved / 1000 AS INTEGER) END))
                     FROM (SELECT entity, max(at) - min(at) AS span, max(processed) - min(processed) AS done,
                                  max(place) - min(place) AS moved, max(place) AS place, max(total) AS total
                             FROM samples
                            GROUP BY entity)
                    WHERE span >= 2000),
               'busy', json(:busy),
               'last_start', json(:last_start),
               'edition', :edition));
