-- What has changed since :id, a time as the driver's changes take it, as one JSON object: the newest first, :limit of
-- it from :offset on. The rows of `changed` are in the order of time.
WITH since AS (
    SELECT CASE WHEN :id = '' THEN strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-7 days')
                WHEN date(substr(:id, 1, 10), '+0 days') = substr(:id, 1, 10) THEN strftime('%Y-%m-%dT%H:%M:%SZ', :id) END AS begins)
SELECT json_object(
           'since', begins,
           'total', (SELECT count(*) FROM changed) - ifnull((SELECT rowid FROM changed WHERE at < begins ORDER BY rowid DESC LIMIT 1), 0),
           'offset', :offset,
           'items', (
               SELECT json_group_array(json_object('at', at, 'change', change, 'kind', kind, 'id', id, 'name', name,
                                                   'context', context))
                 FROM (SELECT * FROM changes WHERE at >= begins ORDER BY place DESC LIMIT :limit OFFSET :offset)))
  FROM since
 WHERE begins IS NOT NULL;
