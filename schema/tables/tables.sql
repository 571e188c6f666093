-- The tables of a library, for dump --tables: of each its name, its SCHEMA message, and a SELECT of its rows as JSON.
-- $since is the time before which nothing is wanted, or ''; $account_id is NULL if it is not asked for.

-- All tables but those of the syncs and of store itself.
WITH flat (tbl) AS (
    SELECT name FROM sqlite_schema
    WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE 'sync\_%' ESCAPE '\'
        AND name NOT IN ('quotas', 'readings', 'newest_message', 'listen_matches', 'listens_due',
                         'playlist_items_waiting')
),

-- What belongs to an account; how far an episode was heard does too.
owned (tbl) AS (
    VALUES ('account'), ('episodes'), ('followed_artists'), ('playlist_item_history'), ('playlist_items'),
           ('playlist_names'), ('playlist_readings'), ('playlists'), ('plays'), ('saved_albums'),
           ('saved_audiobooks'), ('saved_episodes'), ('saved_shows'), ('saved_tracks'), ('streaming_history')
),

-- The time of an item that has none is ''.
columns AS (
    SELECT tbl, cid, name, type, pk,
           (name LIKE '%\_at' ESCAPE '\' OR name = 'ts')
               AND (tbl, name) IS NOT ('playlist_item_history', 'added_at') AS is_time,
           name IN ('collaborative', 'explicit', 'fully_played', 'incognito', 'offline', 'public', 'shuffle',
                    'skipped') AS is_boolean
    FROM flat JOIN pragma_table_info(tbl)
    WHERE $account_id IS NULL OR name <> 'account_id'
    UNION ALL
    SELECT tbl, -1, 'account_id', 'TEXT', -1, false, false FROM owned WHERE $account_id IS NOT NULL
),
properties AS (
    SELECT *,
           CASE WHEN is_boolean THEN 'boolean' WHEN type = 'INTEGER' THEN 'integer'
                WHEN type = 'REAL' THEN 'number' ELSE 'string' END AS kind,
           CASE WHEN pk = -1 THEN '$account_id'
                WHEN is_boolean THEN printf('json(iif("%w" <> 0, ''true'', iif("%w" = 0, ''false'', NULL)))', name, name)
                WHEN is_time AND pk = 0 THEN printf('iif(strftime(''%%s'', "%w") IS NULL, NULL, "%w")', name, name)
                ELSE printf('"%w"', name) END AS value
    FROM columns
),

-- When a row was last seen or changed: what it says itself, or else the row that its key refers to.
changed (tbl, moment) AS (
    SELECT tbl, CASE tbl WHEN 'plays' THEN 'played_at' WHEN 'streaming_history' THEN 'ts' ELSE
        ifnull((SELECT 'max(' || group_concat(printf('ifnull("%w", '''')', name), ', ') || ', '''')' FROM columns
                WHERE columns.tbl = flat.tbl AND name LIKE '%seen\_at' ESCAPE '\'),
               (SELECT printf('(SELECT seen_at FROM "%w" AS parent WHERE parent."%w" = "%w"."%w")',
                              "table", "to", flat.tbl, "from")
                FROM pragma_foreign_key_list(flat.tbl) AS key
                JOIN columns ON columns.tbl = flat.tbl AND columns.name = key."from" AND pk = 1)) END
    FROM flat
)

SELECT tbl AS name,
       json_object('type', 'SCHEMA', 'stream', tbl,
                   'key_properties', json((SELECT json_group_array(name)
                                           FROM (SELECT name FROM properties
                                                 WHERE properties.tbl = flat.tbl AND pk <> 0 ORDER BY pk))),
                   'schema', json_object(
                       'type', 'object',
                       'properties', json((
                           SELECT json_group_object(name, json_patch(
                                      json_object('type', iif(pk <> 0, kind, json_array('null', kind))),
                                      iif(is_time, '{"format":"date-time"}', '{}')))
                           FROM (SELECT * FROM properties WHERE properties.tbl = flat.tbl ORDER BY cid))),
                       'required', json((SELECT json_group_array(name)
                                         FROM (SELECT name FROM properties
                                               WHERE properties.tbl = flat.tbl AND pk <> 0 ORDER BY pk))),
                       'additionalProperties', json('false'))) AS schema,
       (SELECT printf('SELECT json_object(%s) FROM "%w"%s ORDER BY ', group_concat(printf('%Q, %s', name, value), ', '),
                      tbl, iif($since = '', '', ifnull(' WHERE ' || moment || ' >= $since', '')))
        FROM (SELECT * FROM properties WHERE properties.tbl = flat.tbl ORDER BY cid))
           || (SELECT group_concat(printf('"%w"', name), ', ')
               FROM (SELECT name FROM properties WHERE properties.tbl = flat.tbl AND pk > 0 ORDER BY pk)) AS rows
FROM flat JOIN changed USING (tbl)
ORDER BY tbl;
