SELECT record, details, json_object('kind', 'track')
FROM (SELECT rowid AS number FROM message WHERE stream = 'saved_tracks' AND record IS NOT NULL AND :id IS NULL
      ORDER BY at DESC, place DESC, key LIMIT -1) AS entry
CROSS JOIN message ON message.rowid = entry.number
CROSS JOIN detail ON detail.number = entry.number;
