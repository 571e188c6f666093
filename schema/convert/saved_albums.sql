SELECT record, details, json_object('kind', 'album')
FROM (SELECT rowid AS number FROM message WHERE stream = 'saved_albums' AND record IS NOT NULL AND :id IS NULL
      ORDER BY at DESC, key LIMIT -1) AS entry
CROSS JOIN message ON message.rowid = entry.number
CROSS JOIN detail ON detail.number = entry.number;
