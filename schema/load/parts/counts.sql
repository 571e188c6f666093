-- Whether a record ends a reading of which every place is here.
$record(items_snapshot_id) IS NOT NULL AND $record(items_kept) IS NOT 1
    AND $record(items_total) = (SELECT count(*) FROM playlist_items_waiting
                                WHERE playlist_id = $record(id)
                                    AND snapshot_id = $record(items_snapshot_id)
                                    AND position BETWEEN 0 AND $record(items_total) - 1)
