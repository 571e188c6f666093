SELECT track, json_object('added_at', added_at)
FROM (SELECT track_id, added_at FROM saved_tracks
      WHERE removed_at IS NULL AND :id IS NULL ORDER BY added_at DESC, place DESC, track_id LIMIT -1) AS saved
CROSS JOIN exported_tracks USING (track_id);
