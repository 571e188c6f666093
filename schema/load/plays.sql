-- A play with its track object.
INSERT INTO plays (played_at, track_id, context_uri)
VALUES ($record(played_at), $record(track_id), $record(context_uri))
ON CONFLICT (played_at, track_id) DO UPDATE SET context_uri = excluded.context_uri
WHERE context_uri IS NULL AND excluded.context_uri IS NOT NULL;

-- What it says of the track; of two that differ, what neither order of storing changes.
UPDATE plays SET
    name = coalesce(max(name, $record(track.name)), name, $record(track.name)),
    album = coalesce(max(album, $record(track.album.name)), album, $record(track.album.name)),
    isrc = coalesce(max(isrc, upper(replace($record(track.external_ids.isrc), '-', ''))), isrc,
                    upper(replace($record(track.external_ids.isrc), '-', '')))
WHERE played_at = $record(played_at) AND track_id = $record(track_id)
    AND (name, album, isrc)
        IS NOT ($record(track.name), $record(track.album.name),
                upper(replace($record(track.external_ids.isrc), '-', '')));

UPDATE plays SET
    artist = coalesce(max(artist, $record(track.artists[].name)), $record(track.artists[].name))
WHERE played_at = $record(played_at) AND track_id = $record(track_id)
    AND $record(track.artists[#]) = 0 AND artist IS NOT $record(track.artists[].name)
    AND $record(track.artists[].name) IS NOT NULL;

INSERT INTO listens_due (played_at, track_id)
SELECT $record(played_at), $record(track_id) WHERE $changed
ON CONFLICT DO NOTHING;

INSERT INTO tracks (id) VALUES ($record(track_id)) ON CONFLICT (id) DO NOTHING;

.read parts/track.sql track.
