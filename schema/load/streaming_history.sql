-- A row of the streaming history. Exports that have it in common may know more or less of it.
.owned

INSERT INTO streaming_history (ts, uri, ms_played, names, kind, track_id, name, artist, album,
                               reason_start, reason_end, shuffle, skipped, offline, incognito,
                               platform, country, precision, started_at)
VALUES ($needed(ts), ifnull($record(uri), ''), $needed(ms_played),
        iif(ifnull($record(uri), '') = '',
            ifnull($record(artist), '') || char(10) || ifnull($record(name), ''), ''),
        $record(kind), $record(track_id), $record(name), $record(artist), $record(album),
        $record(reason_start), $record(reason_end), $record(shuffle), $record(skipped),
        $record(offline), $record(incognito), $record(platform), $record(country),
        $record(precision),
        strftime('%Y-%m-%dT%H:%M:%SZ',
                 (strftime('%s', $record(ts)) * 1000 - $record(ms_played)) / 1000, 'unixepoch'))
ON CONFLICT (ts, uri, ms_played, names) DO NOTHING;

-- Of two that differ, what neither order of storing changes.
UPDATE streaming_history SET
    kind = coalesce(max(kind, $record(kind)), kind, $record(kind)),
    track_id = coalesce(max(track_id, $record(track_id)), track_id, $record(track_id)),
    name = coalesce(max(name, $record(name)), name, $record(name)),
    artist = coalesce(max(artist, $record(artist)), artist, $record(artist)),
    album = coalesce(max(album, $record(album)), album, $record(album)),
    reason_start = coalesce(max(reason_start, $record(reason_start)), reason_start,
                            $record(reason_start)),
    reason_end = coalesce(max(reason_end, $record(reason_end)), reason_end, $record(reason_end)),
    shuffle = coalesce(max(shuffle, $record(shuffle)), shuffle, $record(shuffle)),
    skipped = coalesce(max(skipped, $record(skipped)), skipped, $record(skipped)),
    offline = coalesce(max(offline, $record(offline)), offline, $record(offline)),
    incognito = coalesce(max(incognito, $record(incognito)), incognito, $record(incognito)),
    platform = coalesce(max(platform, $record(platform)), platform, $record(platform)),
    country = coalesce(max(country, $record(country)), country, $record(country)),
    precision = coalesce(max(precision, $record(precision)), precision, $record(precision))
WHERE $unchanged AND ts = $record(ts) AND uri = ifnull($record(uri), '')
    AND ms_played = $record(ms_played)
    AND names = iif(ifnull($record(uri), '') = '',
                    ifnull($record(artist), '') || char(10) || ifnull($record(name), ''), '')
    AND (kind, track_id, name, artist, album, reason_start, reason_end, shuffle, skipped, offline,
         incognito, platform, country, precision)
        IS NOT ($record(kind), $record(track_id), $record(name), $record(artist), $record(album),
                $record(reason_start), $record(reason_end), $record(shuffle), $record(skipped),
                $record(offline), $record(incognito), $record(platform), $record(country),
                $record(precision));

-- The track is known from now on, by the name it had last.
INSERT INTO tracks (id, name, uri, seen_at)
SELECT $id(track_id), $record(name), nullif($record(uri), ''),
       iif($record(name) IS NULL, '', $time_extracted)
WHERE $changed
ON CONFLICT (id) DO UPDATE SET
    name = iif((excluded.seen_at, ifnull(excluded.name, '')) > (seen_at, ifnull(name, '')), excluded.name, name),
    seen_at = max(seen_at, excluded.seen_at), uri = coalesce(max(uri, excluded.uri), uri, excluded.uri)
WHERE fetched_at IS NULL
    AND ((excluded.seen_at, ifnull(excluded.name, '')) > (seen_at, ifnull(name, ''))
         OR excluded.uri > ifnull(uri, ''));

-- The plays around its end and its start may be this one.
INSERT INTO listens_due (played_at, track_id)
SELECT played_at, track_id FROM plays
WHERE $changed
    AND played_at BETWEEN strftime('%Y-%m-%dT%H:%M:%S', $record(ts), '-60 seconds')
        AND strftime('%Y-%m-%dT%H:%M:%SZ', $record(ts), '+120 seconds')
ON CONFLICT DO NOTHING;

INSERT INTO listens_due (played_at, track_id)
SELECT played_at, track_id FROM plays
WHERE $changed
    AND played_at BETWEEN strftime('%Y-%m-%dT%H:%M:%S', $record(ts), '-61 seconds',
                                   (-$record(ms_played) / 1000) || ' seconds')
        AND strftime('%Y-%m-%dT%H:%M:%SZ', $record(ts), '+120 seconds',
                     (-$record(ms_played) / 1000) || ' seconds')
ON CONFLICT DO NOTHING;
