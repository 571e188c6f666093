-- Whether the name of an artist harms nothing in an object of the time as_of.
(artist.fetched_at IS NOT NULL OR artist.seen_at > as_of
    OR (artist.seen_at = as_of AND ifnull(artist.popularity, artist.followers) IS NULL))
