SELECT json_object('kind', record ->> '$.kind', 'uri', record ->> '$.uri', 'name', record ->> '$.name'),
       record -> '$.track', details,
       json_object('added_at', record ->> '$.added_at', 'added_by', record ->> '$.added_by')
FROM playlist_reading AS list
CROSS JOIN message AS item ON stream = 'playlist_items' AND of = playlist_id AND item.snapshot = list.snapshot
    AND (total IS NULL OR place BETWEEN 0 AND total - 1)
CROSS JOIN detail ON detail.number = item.rowid
WHERE playlist_id = :id AND coalesce(record ->> '$.uri', record ->> '$.name', record ->> '$.track_id') IS NOT NULL
ORDER BY place;
