-- A play with its track object. One moment may be written ...55Z and ...55.000Z.
.owned
.full track.id

INSERT INTO plays (played_at, track_id, context_uri)
SELECT ifnull((SELECT played_at FROM plays
               WHERE played_at BETWEEN substr($record(played_at), 1, 19)
                       AND substr($record(played_at), 1, 19) || 'Z'
                   AND strftime('%f', played_at) = strftime('%f', $record(played_at))
                   AND track_id = $record(track_id)), $record(played_at)),
       $record(track_id), $record(context_uri)
WHERE true
ON CONFLICT (played_at, track_id) DO UPDATE SET context_uri = excluded.context_uri
WHERE ifnull(context_uri, '') < excluded.context_uri;

-- What it says of the track; of two that differ, what neither order of storing changes.
UPDATE plays SET
    name = coalesce(max(name, $record(track.name)), name, $record(track.name)),
    album = coalesce(max(album, $record(track.album.name)), album, $record(track.album.name)),
    isrc = coalesce(max(isrc, nullif(upper(replace($record(track.external_ids.isrc), '-', '')), '')),
                    isrc, nullif(upper(replace($record(track.external_ids.isrc), '-', '')), ''))
WHERE played_at BETWEEN substr($record(played_at), 1, 19) AND substr($record(played_at), 1, 19) || 'Z'
    AND strftime('%f', played_at) = strftime('%f', $record(played_at))
    AND track_id = $record(track_id)
    AND (name, album, isrc)
        IS NOT ($record(track.name), $record(track.album.name),
                nullif(upper(replace($record(track.external_ids.isrc), '-', '')), ''));

UPDATE plays SET
    artist = coalesce(max(artist, $record(track.artists[].name)), $record(track.artists[].name))
WHERE played_at BETWEEN substr($record(played_at), 1, 19) AND substr($record(played_at), 1, 19) || 'Z'
    AND strftime('%f', played_at) = strftime('%f', $record(played_at))
    AND track_id = $record(track_id)
    AND $record(track.artists[#]) = 0 AND artist IS NOT $record(track.artists[].name)
    AND $record(track.artists[].name) IS NOT NULL;

INSERT INTO listens_due (played_at, track_id)
SELECT played_at, track_id FROM plays
WHERE $changed AND played_at BETWEEN substr($record(played_at), 1, 19) AND substr($record(played_at), 1, 19) || 'Z'
    AND strftime('%f', played_at) = strftime('%f', $record(played_at))
    AND track_id = $record(track_id)
ON CONFLICT DO NOTHING;

INSERT INTO tracks (id) VALUES ($record(track_id)) ON CONFLICT (id) DO NOTHING;

.read parts/track.sql track.
