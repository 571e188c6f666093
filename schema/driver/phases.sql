-- What every connection of the driver begins with: the phases of a sync, and what it keeps of them while it runs.

PRAGMA synchronous = FULL;
PRAGMA trusted_schema = OFF;
PRAGMA temp_store = MEMORY;

-- The phases, in their order. A phase either reads a list, or describes what the others found. What it
-- has done is in the bookmark of its stream.
CREATE TEMP TABLE phases (place INTEGER PRIMARY KEY, entity TEXT UNIQUE, stream TEXT, reads_list INTEGER);

INSERT INTO phases
VALUES (1, 'tracks', 'saved_tracks', true),
       (2, 'artists', 'artists', false),
       (3, 'albums', 'albums', false),
       (4, 'playlists', 'playlists', true);

-- The streams of the lists that a phase reads before it describes anything, once a day and in their order. These have
-- full objects, which need no requests of their own. The audiobooks come first, as they are among the shows too.
CREATE TEMP TABLE sources (place INTEGER PRIMARY KEY, entity TEXT, stream TEXT UNIQUE);

INSERT INTO sources
VALUES (1, 'artists', 'followed_artists'),
       (2, 'albums', 'saved_albums'),
       (3, 'albums', 'saved_audiobooks'),
       (4, 'albums', 'saved_shows'),
       (5, 'albums', 'saved_episodes');

-- The sync that runs (begin.sql): one row. A full one reads anew what was not read since `read_since`. Details from
-- before `old_before` are fetched again, and what was unavailable before `doubt_before` is asked for again; NULL: none
-- is. This run of it began at `run_at` (a Julian day), after others that took `seconds_before`.
CREATE TEMP TABLE sync (
    id INTEGER,
    kind TEXT,
    started_at TEXT,
    read_since TEXT,
    old_before TEXT,
    doubt_before TEXT,
    limit_kind TEXT,
    run_at REAL,
    seconds_before INTEGER
);

CREATE TEMP VIEW ran AS
SELECT id, seconds_before + CAST(max(0, julianday('now') - run_at) * 86400 AS INTEGER) AS seconds FROM sync;

-- The streams whose rows a sync counts.
CREATE TEMP VIEW counted_streams AS
SELECT stream FROM phases
UNION ALL
SELECT stream FROM sources;

-- The requests for the account since they were last added to the sync's row.
CREATE TEMP TABLE account_requests (requests INTEGER);

-- How far each phase of it is. A phase is a list of pipelines, its steps: `step` is the one that runs (a source by the
-- name of its stream), and NULL when the phase has ended, as `ended` says. The counts of before the step are in
-- before_*; what follows, from `spoken` to `limited`, is what the step's newest STATE says (checkpoint.sql). The rest is
-- what went wrong in any of the steps, until when a limit lasts, how many details are pending, what the phase has changed in
-- words once it has ended, and since when (a Julian day) it runs; NULL: it was opened, but had nothing to do.
CREATE TEMP TABLE runs (
    entity TEXT PRIMARY KEY,
    state_key TEXT,
    step TEXT,
    ended TEXT,
    before_processed INTEGER,
    before_requests INTEGER,
    spoken INTEGER,
    place INTEGER,
    total INTEGER,
    processed INTEGER,
    requests INTEGER,
    error TEXT,
    reset_at TEXT,
    list_read INTEGER,
    limited INTEGER,
    exit_status INTEGER DEFAULT 0,
    culprit TEXT,
    failure TEXT,
    limited_until TEXT,
    source_limited INTEGER DEFAULT false,
    pending INTEGER,
    counts TEXT,
    began_at REAL
);

-- What each list showed when it was last read whole.
CREATE TEMP VIEW list_readings AS
SELECT stream, completed_at, json(reading) AS reading FROM main.readings WHERE json_valid(reading);

-- A source is due once in each full sync, and otherwise once a day; and again in the next run if it left a doubt.
CREATE TEMP TABLE sources_read (stream TEXT PRIMARY KEY);

CREATE TEMP VIEW due_sources AS
SELECT place, entity, stream
  FROM sources, sync
 WHERE NOT EXISTS (SELECT 1 FROM main.readings
                    WHERE readings.stream = sources.stream
                      AND completed_at > strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-1 day')
                      AND (kind <> 'full' OR completed_at >= started_at))
    OR (stream NOT IN sources_read
        AND stream IN (SELECT stream FROM list_readings WHERE reading ->> 'doubted' IS NOT NULL));

-- How many details each such phase lacks, and how many are to be fetched again. Counted only where they are asked for: each is
-- a walk through a table.
CREATE TEMP VIEW details AS
SELECT 'artists' AS entity,
       (SELECT count(*) FROM main.artists WHERE coalesce(fetched_at, unavailable_at) IS NULL) AS pending,
       (SELECT count(*) FROM sync CROSS JOIN main.artists
         WHERE coalesce(old_before, doubt_before) IS NOT NULL
           AND (coalesce(unavailable_at, fetched_at) < old_before OR unavailable_at < doubt_before)) AS old
UNION ALL
SELECT 'albums',
       (SELECT count(*) FROM main.albums WHERE coalesce(fetched_at, unavailable_at) IS NULL),
       (SELECT count(*) FROM sync CROSS JOIN main.albums
         WHERE coalesce(old_before, doubt_before) IS NOT NULL
           AND (coalesce(unavailable_at, fetched_at) < old_before OR unavailable_at < doubt_before));

-- The quota of the last endpoint requested, and what is left of it now.
CREATE TEMP VIEW plan AS
SELECT entity, pending, (pending + ids_per_call - 1) / ids_per_call AS calls_left, budget,
       iif(ends_at > strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), max(budget - calls, 0), budget) AS budget_left,
       CAST(strftime('%s', ends_at) AS INTEGER) AS ends,
       CAST(strftime('%s', ends_at) AS INTEGER) - CAST(strftime('%s', began_at) AS INTEGER) AS span
  FROM details
  LEFT JOIN (SELECT *, max(told_at) FROM main.quotas GROUP BY entity_type) ON entity_type = entity;

-- The number of artists and albums without details, the calls that these need, and when the last call is possible within the
-- known quotas: in seconds (NULL: now), and as a day in local time ("7 December").
CREATE TEMP VIEW outlook AS
SELECT *,
       CAST(strftime('%d', complete, 'unixepoch', 'localtime') AS INTEGER) || ' '
       || rtrim(substr('January  February March    April    May      June     July     August   SeptemberOctober  November December ',
                       9 * strftime('%m', complete, 'unixepoch', 'localtime') - 8, 9))
       || iif(strftime('%Y', complete, 'unixepoch', 'localtime') > strftime('%Y', 'now', 'localtime'),
              strftime(' %Y', complete, 'unixepoch', 'localtime'), '') AS complete_on
  FROM (SELECT sum(pending) FILTER (WHERE entity = 'artists') AS artists,
               sum(pending) FILTER (WHERE entity = 'albums') AS albums,
               sum(calls_left) FILTER (WHERE pending > 0) AS calls_left,
               max(CASE WHEN pending > 0 AND calls_left > budget_left AND budget > 0
                        THEN max(ends, CAST(strftime('%s', 'now') AS INTEGER))
                             + (calls_left - budget_left - 1) / budget * span END) AS complete
          FROM plan);

-- How often each track was played, by the streaming history or by the API, whichever has more of it.
CREATE TEMP VIEW played_tracks AS
SELECT track_id, max(plays) AS plays
  FROM (SELECT track_id, count(*) AS plays FROM main.streaming_history WHERE track_id IS NOT NULL GROUP BY track_id
        UNION ALL
        SELECT track_id, count(*) FROM main.plays GROUP BY track_id)
 GROUP BY track_id;

-- How a span of time is written, from `least` seconds on: "12 s", "5 min", "22 h 11 min".
CREATE TEMP TABLE spans (least INTEGER PRIMARY KEY, unit INTEGER, half INTEGER, words TEXT);

INSERT INTO spans
VALUES (0, 1, 0, '%d s'), (120, 60, 30, '%d min'), (3600, 3600, 0, '%d h %d min');

-- Until when limits hold, in words and local time.
CREATE TEMP VIEW waits AS
SELECT state_key,
       strftime('%Y-%m-%d %H:%M:%S', rate_limit_reset_at, 'localtime')
       || iif(seconds > 0,
              (SELECT format(' (in ' || words || ')', (seconds + half) / unit, seconds % 3600 / 60)
                 FROM spans WHERE least <= seconds ORDER BY least DESC LIMIT 1), '') AS until
  FROM (SELECT state_key, rate_limit_reset_at,
               CAST(strftime('%s', rate_limit_reset_at) AS INTEGER) - CAST(strftime('%s', 'now') AS INTEGER) AS seconds
          FROM main.sync_state);

-- Each status in words.
CREATE TEMP TABLE status_words (status TEXT PRIMARY KEY, word TEXT);

INSERT INTO status_words
VALUES ('InProgress', 'in progress'), ('Success', 'done'), ('RateLimited', 'limited'), ('Failed', 'failed'),
       ('Cancelled', 'cancelled');

-- What the last sync has marked as removed, by phase: `store` counts it among the changes.
CREATE TEMP VIEW removals AS
WITH gone AS (
    SELECT 'tracks' AS entity, removed_at FROM main.saved_tracks
    UNION ALL SELECT 'artists', removed_at FROM main.followed_artists
    UNION ALL SELECT 'albums', removed_at FROM main.saved_albums
    UNION ALL SELECT 'albums', removed_at FROM main.saved_shows
    UNION ALL SELECT 'albums', removed_at FROM main.saved_episodes
    UNION ALL SELECT 'albums', removed_at FROM main.saved_audiobooks
    UNION ALL SELECT 'playlists', removed_at FROM main.playlists)
SELECT entity FROM gone WHERE removed_at >= (SELECT started_at FROM main.sync_history ORDER BY id DESC LIMIT 1);

-- What the last sync and each of its phases have added, removed and changed, in words: '2 added, 1 removed'. NULL: nothing.
CREATE TEMP VIEW counted AS
SELECT state_key,
       nullif(substr(iif(added > 0, format(', %,d added', added), '') || iif(removed > 0, format(', %,d removed', removed), '')
                     || iif(updated > removed, format(', %,d changed', updated - removed), ''), 3), '') AS counts
  FROM (SELECT state_key, new_items AS added, updated_items AS updated,
               iif(updated_items > 0, (SELECT count(*) FROM removals WHERE removals.entity = entity_type), 0) AS removed
          FROM main.sync_state
        UNION ALL
        SELECT 'sync_' || id, new_items, updated_items, iif(updated_items > 0, (SELECT count(*) FROM removals), 0)
          FROM main.sync_history);

-- A phase as the driver reads it: the step to run (NULL: it has ended), its status, the exit status and the program
-- that it is due to, where the step goes on, the counts, how it has ended in words, of which the first may have a colour
-- (NULL: there is nothing to say), the second at which a limit ends, and the error. An unknown status counts as a
-- failure.
CREATE TEMP VIEW progress AS
WITH ended AS (
    SELECT runs.entity, step, exit_status, culprit, began_at, sync_state.*,
           step IS NULL AND status NOT IN ('Success', 'RateLimited', 'Failed', 'Cancelled') AS is_odd,
           format('%,d', items_processed) || ifnull(format(' of %,d', total_items), '') AS count,
           runs.counts,
           max(0, CAST((julianday('now') - began_at) * 86400 AS INTEGER)) AS seconds
      FROM runs JOIN main.sync_state USING (state_key))
SELECT entity, step, iif(is_odd, 'Failed', ended.status) AS status, iif(is_odd, 74, exit_status) AS exit_status,
       iif(is_odd, '', culprit) AS culprit, current_offset, items_processed, total_items,
       iif(began_at IS NULL AND ended.status = 'Success', NULL, ifnull(word, 'failed')) AS word,
       CASE WHEN began_at IS NULL THEN ''
            WHEN ended.status = 'Success' THEN
                 CASE WHEN counts IS NULL THEN ', no changes' WHEN total_items = 0 THEN '' ELSE ', ' || count END || ' in '
                 || (SELECT format(words, (seconds + half) / unit, seconds % 3600 / 60)
                       FROM spans WHERE least <= seconds ORDER BY least DESC LIMIT 1)
                 || format(' (%s%,d request%s)', counts || ', ', requests, iif(requests = 1, '', 's'))
            WHEN items_processed > 0 THEN ' after ' || count
            ELSE '' END AS words,
       max(new_items, updated_items, requests) AS largest, CAST(strftime('%s', rate_limit_reset_at) AS INTEGER) AS reset,
       iif(is_odd, 'its status in the database is ''' || ended.status || '''', last_error) AS last_error
  FROM ended
  LEFT JOIN status_words USING (status);

-- The syncs in words and local time.
CREATE TEMP VIEW syncs AS
SELECT id, kind, ifnull(word, status) AS status, strftime('%Y-%m-%d %H:%M:%S', started_at, 'localtime') AS started,
       (SELECT format(words, (seconds + half) / unit, seconds % 3600 / 60)
          FROM spans WHERE least <= max(seconds, 0) ORDER BY least DESC LIMIT 1) AS took,
       format('%,d', new_items) AS new, format('%,d', updated_items) AS changed, format('%,d', requests) AS requests,
       format('%s, %,d request%s',
              ifnull((SELECT counts FROM counted WHERE counted.state_key = 'sync_' || id), 'no changes'),
              requests, iif(requests = 1, '', 's')) AS counts,
       last_error, max(new_items, updated_items, requests) AS largest
  FROM (SELECT id, kind, status, started_at, new_items, updated_items, requests, last_error,
               ifnull(seconds, CAST(strftime('%s', completed_at) AS INTEGER) - CAST(strftime('%s', started_at) AS INTEGER))
                   AS seconds
          FROM main.sync_history)
  LEFT JOIN status_words USING (status);

-- What the library has now.
CREATE TEMP VIEW holdings AS
SELECT (SELECT count(*) FROM main.saved_tracks WHERE removed_at IS NULL) AS songs,
       (SELECT count(*) FROM main.playlists WHERE removed_at IS NULL) AS playlists,
       (SELECT count(*) FROM main.saved_albums WHERE removed_at IS NULL) AS albums,
       (SELECT count(*) FROM main.followed_artists WHERE removed_at IS NULL) AS artists,
       (SELECT count(*) FROM main.plays) AS plays;

-- What to do after a sync that ended so, with the timers of `schedule` (1) or without (''). Each %s is the option that selects the
-- account.
CREATE TEMP TABLE next_steps (status TEXT, timers TEXT, words TEXT);

INSERT INTO next_steps
VALUES ('Success', '', 'Next: ''spotify-sync%s schedule'' keeps it up to date; ''spotify-sync%s list'' shows it.'),
       ('Success', '1', 'Next: ''spotify-sync%s list'' prints it; ''spotify-sync%s serve --open'' shows it.'),
       ('RateLimited', '', 'Next: ''spotify-sync%s'' continues after the limit; ''spotify-sync%s schedule'' does so every day.'),
       ('RateLimited', '1', 'Next: the daily sync continues after the limit.'),
       ('Failed', NULL, 'Next: ''spotify-sync%s'' continues the sync.'),
       ('Cancelled', NULL, 'Next: ''spotify-sync%s'' continues the sync.'),
       ('InProgress', NULL, 'Next: ''spotify-sync%s'' continues the sync.');

-- Lines for a person in the order of `place`, with their largest number, and the same in the columns of the screen, at most 80: what
-- is longer goes on in the next line, indented.
CREATE TEMP TABLE lines (place INTEGER, line TEXT, largest INTEGER);

CREATE TEMP TABLE screen (columns INTEGER);

INSERT INTO screen VALUES (80);

CREATE TEMP VIEW screen_lines AS
WITH RECURSIVE parts (place, id, number, width, text, rest, largest) AS (
    SELECT place, lines.rowid, 0, columns, NULL, line, largest FROM lines, screen
    UNION ALL
    SELECT place, id, number + 1, columns - 2, rest,
           -- Up to the last space that leaves so many columns; a word that is longer stays whole.
           substr(rest, 1 + CASE WHEN length(rest) <= width THEN width
                                 WHEN instr(ltrim(substr(rest, 1, width + 1), ' '), ' ') > 0
                                 THEN length(rtrim(substr(rest, 1, width + 1), replace(substr(rest, 1, width + 1), ' ', '')))
                                 ELSE instr(ltrim(rest, ' ') || ' ', ' ') + length(rest) - length(ltrim(rest, ' ')) END),
           largest
      FROM parts, screen
     WHERE number = 0 OR rest <> '')
SELECT place, id, number,
       iif(number > 1, '  ', '') || rtrim(substr(text, 1, length(text) - length(rest)), ' ') AS line, largest
  FROM parts
 WHERE number > 0;
