-- Whose library this is.
INSERT INTO account (user_id, seen_at) VALUES ($record(id), $time_extracted)
ON CONFLICT (user_id) DO NOTHING;

UPDATE account SET seen_at = $time_extracted
WHERE $unchanged AND user_id = $record(id) AND seen_at < $time_extracted;
