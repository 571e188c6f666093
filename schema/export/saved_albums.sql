SELECT album, json_object('kind', 'album', 'label', label, 'added_at', added_at)
FROM (SELECT album_id, added_at FROM saved_albums
      WHERE removed_at IS NULL AND :id IS NULL ORDER BY added_at DESC, album_id LIMIT -1) AS saved
CROSS JOIN exported_albums USING (album_id);
