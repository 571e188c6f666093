-- The newest counts, and of two with one time the later one. Of artists and albums, one with details counts before one
-- without, whatever its time. record NULL: a deletion. A playlist's record that ends a reading is kept as a reading, too,
-- since a later one may say nothing of the items. Of the stream tracks, only what pairs plays is kept.
INSERT INTO message (stream, key, time_extracted, of, snapshot, at, place, record)
SELECT stream,
       CASE stream
           WHEN 'readings' THEN
               :record ->> '$.id' || ' ' || (:record ->> '$.items_snapshot_id') || ' ' || (:record ->> '$.items_total')
           WHEN 'playlist_items' THEN
               :record ->> '$.playlist_id' || ' ' || ifnull(:record ->> '$.snapshot_id', '') || ' ' || (:record ->> '$.position')
           WHEN 'plays' THEN :record ->> '$.played_at' || ' ' || (:record ->> '$.track_id')
           WHEN 'streaming_history' THEN
               :record ->> '$.ts' || ' ' || (:record ->> '$.uri') || ' ' || (:record ->> '$.ms_played') || ' ' ||
               iif(:record ->> '$.uri' = '', json_array(:record ->> '$.name', :record ->> '$.artist'), '')
           ELSE :record ->> '$.id' END AS key,
       ifnull(:time_extracted, ''),
       CASE stream WHEN 'playlist_items' THEN :record ->> '$.playlist_id'
                   WHEN 'readings' THEN :record ->> '$.id'
                   WHEN 'plays' THEN :record ->> '$.track_id'
                   WHEN 'streaming_history' THEN :record ->> '$.track_id' END,
       CASE stream WHEN 'playlist_items' THEN ifnull(:record ->> '$.snapshot_id', '')
                   WHEN 'readings' THEN :record ->> '$.items_snapshot_id' END,
       CASE stream WHEN 'plays' THEN :record ->> '$.played_at'
                   WHEN 'streaming_history' THEN :record ->> '$.ts'
                   ELSE :record ->> '$.added_at' END,
       CAST(CASE stream WHEN 'playlist_items' THEN :record ->> '$.position'
                        WHEN 'readings' THEN :record ->> '$.items_total' ELSE :record ->> '$.place' END AS INTEGER),
       CASE WHEN :record ->> '$._sdc_deleted_at' IS NOT NULL OR stream = 'readings' THEN NULL
            WHEN stream = 'tracks' THEN
                json_object('id', :record ->> '$.id', 'name', :record ->> '$.name', 'external_ids', :record -> '$.external_ids')
            ELSE :record END
FROM (SELECT :stream AS stream
      UNION ALL
      SELECT 'readings' WHERE :stream = 'playlists' AND :record ->> '$.items_kept' IS NOT 1)
WHERE :stream IN ('saved_tracks', 'saved_albums', 'playlists', 'playlist_items', 'artists', 'followed_artists', 'albums',
                  'tracks', 'plays', 'streaming_history')
    AND key IS NOT NULL
ON CONFLICT DO UPDATE SET (time_extracted, at, place, snapshot, record) =
    (excluded.time_extracted, excluded.at, excluded.place, excluded.snapshot, excluded.record)
WHERE (stream IN ('artists', 'albums')
           AND (ifnull(json_type(excluded.record, '$.genres') = 'array', 0) OR excluded.record ->> '$.label' IS NOT NULL),
       excluded.time_extracted)
    >= (stream IN ('artists', 'albums')
            AND (ifnull(json_type(message.record, '$.genres') = 'array', 0) OR message.record ->> '$.label' IS NOT NULL),
        message.time_extracted);
