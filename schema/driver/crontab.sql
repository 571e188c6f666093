-- The lines of a crontab that run `plays` every half hour and `sync` every day at :daily, by the driver :program with :database
-- and :account, under the settings of the environment.

CREATE TEMP TABLE words (place INTEGER PRIMARY KEY, name TEXT UNIQUE, value TEXT);

INSERT INTO words (name, value)
VALUES ('XDG_STATE_HOME', :XDG_STATE_HOME), ('SPOTIFY_CLIENT_ID', :SPOTIFY_CLIENT_ID), ('SPOTIFY_API_URL', :SPOTIFY_API_URL),
       ('SPOTIFY_ACCOUNTS_URL', :SPOTIFY_ACCOUNTS_URL), ('SPOTIFY_SYNC_EXEC_PATH', :SPOTIFY_SYNC_EXEC_PATH),
       ('program', :program), ('database', :database);

-- Quoted for sh. Cron ends the command at a % without a backslash, and removes a backslash before another one or a %, so none
-- is left there.
UPDATE words
   SET value = '''' || replace(replace(replace(replace(value, '\', char(1)), '''', '''\'''''), char(1), '\'''''), '%', '\%') || ''''
 WHERE value GLOB '*[^-A-Za-z0-9_./:@=+,]*';

SELECT format('%s * * * %s%s --quiet %s --db %s --account %s', times,
              (SELECT group_concat(name || '=' || value || ' ', '')
                 FROM (SELECT name, value FROM words WHERE name GLOB '[A-Z]*' AND value <> '' ORDER BY place)),
              (SELECT value FROM words WHERE name = 'program'), command, (SELECT value FROM words WHERE name = 'database'), :account)
  FROM (SELECT '*/30 *' AS times, 'plays' AS command
        UNION ALL
        SELECT CAST(substr(:daily, 4) AS INTEGER) || ' ' || CAST(substr(:daily, 1, 2) AS INTEGER), 'sync');
