-- Whether the name of an album harms nothing in its track.
(album.fetched_at IS NOT NULL OR album.seen_at > track.seen_at
    OR (album.seen_at = track.seen_at AND album.popularity IS NULL))
