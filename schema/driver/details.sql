-- How much of the library is described: the saved tracks, how many of them have their album's details and those
-- of all their artists (or these are not to be had), the artists and albums that lack them, the calls that these
-- take, the second at which the last can be made within the quotas as they are known (empty when that is now),
-- and all that as JSON.

CREATE TEMP TABLE described AS
SELECT count(*) AS tracks,
       count(*) FILTER (
           WHERE NOT EXISTS (SELECT 1 FROM albums
                              WHERE albums.id = album_id AND coalesce(fetched_at, unavailable_at) IS NULL)
             AND NOT EXISTS (SELECT 1 FROM track_artists JOIN artists ON artists.id = artist_id
                              WHERE track_artists.track_id = tracks.id
                                AND coalesce(artists.fetched_at, unavailable_at) IS NULL)) AS described
  FROM saved_tracks JOIN tracks ON tracks.id = track_id
 WHERE removed_at IS NULL;

CREATE TEMP TABLE pending AS
SELECT 'artists' AS entity, count(*) AS items FROM artists WHERE coalesce(fetched_at, unavailable_at) IS NULL
UNION ALL
SELECT 'albums', count(*) FROM albums WHERE coalesce(fetched_at, unavailable_at) IS NULL;

-- The quota of the endpoint that was asked last, and what is left of it now.
CREATE TEMP TABLE plan AS
SELECT entity, items, (items + ids_per_call - 1) / ids_per_call AS calls_left, budget,
       iif(ends_at > strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), max(budget - calls, 0), budget) AS budget_left,
       CAST(strftime('%s', ends_at) AS INTEGER) AS ends,
       CAST(strftime('%s', ends_at) AS INTEGER) - CAST(strftime('%s', began_at) AS INTEGER) AS span
  FROM pending
  LEFT JOIN (SELECT *, max(told_at) FROM quotas GROUP BY entity_type) ON entity_type = entity;

CREATE TEMP TABLE outlook AS
SELECT sum(calls_left) AS calls_left,
       max(CASE WHEN calls_left > budget_left AND budget > 0
                THEN max(ends, CAST(strftime('%s', 'now') AS INTEGER))
                     + (calls_left - budget_left - 1) / budget * span END) AS complete
  FROM plan
 WHERE items > 0;

SELECT tracks, described, iif(tracks > 0, described * 100 / tracks, 100), artists.items, albums.items,
       calls_left, complete,
       json_object('tracks', tracks, 'described', described,
                   'percent', iif(tracks > 0, round(described * 100.0 / tracks, 1), 100.0),
                   'pending_artists', artists.items, 'pending_albums', albums.items,
                   'calls_left', iif(artists.items + albums.items > 0, calls_left, 0),
                   'complete_at', strftime('%Y-%m-%dT%H:%M:%SZ', complete, 'unixepoch'))
  FROM described, outlook
  JOIN pending AS artists ON artists.entity = 'artists'
  JOIN pending AS albums ON albums.entity = 'albums';
