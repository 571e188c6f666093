-- What the sync ends with as things stand, which is that of its first phase that has failed, or else of one that is
-- limited. :account_exit is not 0 when it could not be found out whose the account is, for the reason :account_error, or
-- until the second :account_reset; :stopped is the exit status when somebody has stopped the sync, or 0. Prints the
-- status, the exit status, the error, the second at which the first limit ends, and what is limited, in words.
-- The phases are forgotten: they may be run again.

BEGIN IMMEDIATE;

WITH ends AS (
    SELECT 0 AS place, 'the account' AS what, iif(:account_exit = '75', 'RateLimited', 'Failed') AS status,
           CAST(:account_exit AS INTEGER) AS exit_status, :account_error AS error,
           CAST(nullif(:account_reset, '') AS INTEGER) AS reset
     WHERE :account_exit <> '0'
    UNION ALL
    SELECT place, entity, status, exit_status, iif(status = 'RateLimited', '', entity || ': ' || last_error), reset
      FROM progress JOIN phases USING (entity)),
worst AS (
    SELECT * FROM ends WHERE status <> 'Success' ORDER BY status = 'RateLimited', place LIMIT 1)
SELECT CASE WHEN :stopped <> '0' THEN 'Cancelled' ELSE ifnull(worst.status, 'Success') END,
       iif(:stopped <> '0', :stopped, ifnull(worst.exit_status, 0)),
       iif(:stopped <> '0', '', worst.error),
       -- A minute when nobody said.
       (SELECT min(ifnull(reset, CAST(strftime('%s', 'now') AS INTEGER) + 60)) FROM ends WHERE status = 'RateLimited'),
       (SELECT group_concat(CASE number WHEN 1 THEN '' WHEN last THEN ' and ' ELSE ', ' END || what, '')
          FROM (SELECT what, row_number() OVER (ORDER BY place) AS number, count(*) OVER () AS last
                  FROM ends
                 WHERE status = 'RateLimited'
                 ORDER BY place))
  FROM (SELECT 1) LEFT JOIN worst;

-- The limit of the account may be waited for.
UPDATE sync_history
   SET last_error = iif(:account_exit = '75', :account_error, NULL)
 WHERE id = (SELECT id FROM sync) AND :stopped = '0';

DELETE FROM runs;

COMMIT;
