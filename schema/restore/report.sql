-- What a run has done, a line for each row. ?1: it is only a look (--verify, --dry-run), so that what is wanted is missing.
WITH states (state, words) AS (
    VALUES (2, 'restored'), (1, 'there before'), (0, iif(?1, 'missing', 'still to come')), (5, 'failed'), (4, 'refused'),
        (3, 'impossible')
), entries (list, place, uri, name, state, reason, of) AS (
    -- of a playlist that restore did not make, all are taken to be there
    SELECT list, place, uri, items.name, iif(lists.state = 1 AND new_id IS NULL, 1, items.state), items.reason, lists.name
    FROM items JOIN lists ON list = rank WHERE lists.state <> 3
), counts (rank, word, state, number) AS (
    SELECT streams.rank, word, state, count(*) FROM things JOIN streams USING (stream) GROUP BY stream, state
    UNION ALL
    SELECT 7, 'playlists', state, count(*) FROM lists GROUP BY state
    UNION ALL
    SELECT 8, 'items of playlists', state, count(*) FROM entries GROUP BY state
), sentences (rank, at, line) AS (
    SELECT rank, 0, word || ': ' || group_concat(printf('%,d %s', number, words), ', ')
    FROM (SELECT * FROM counts JOIN states USING (state) ORDER BY rank, iif(state = 0, 2.5, -state)) GROUP BY rank
    UNION ALL
    SELECT 10, things.rank, printf('not restored: %s (%s): %s', coalesce(name, 'without a name'), uri, reason)
    FROM things WHERE state IN (3, 4, 5)
    UNION ALL
    SELECT 11, rank, printf('not restored: the playlist ''%s'': %s', name, reason) FROM lists WHERE state IN (3, 4, 5)
    UNION ALL
    SELECT 12, rank, printf('the playlist ''%s'': %s', name, note) FROM lists WHERE note IS NOT NULL
    UNION ALL
    SELECT 13, list * 100000 + place, printf('not restored: %s (%s) of the playlist ''%s'': %s',
        coalesce(nullif(name, ''), 'an item'), coalesce(uri, printf('place %d', place + 1)), of, reason)
    FROM entries WHERE state IN (3, 4, 5) AND reason IS NOT 'local file'
    UNION ALL
    SELECT 14, list * 100000 - 1, printf('local files of the playlist ''%s'', to be pasted into it in the desktop client:', of)
    FROM entries WHERE state = 3 AND reason = 'local file' GROUP BY list
    UNION ALL
    SELECT 14, list * 100000 + place, uri FROM entries WHERE state = 3 AND reason = 'local file'
)
SELECT line FROM sentences ORDER BY rank, at;
