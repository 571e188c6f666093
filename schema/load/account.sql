-- Whose library this is: one row (its trigger). A user may get another name and keep the account.
.owned

INSERT INTO account (user_id, account_id, seen_at)
VALUES ($record(id), nullif($record(account_id), ''), $time_extracted)
ON CONFLICT (user_id) DO UPDATE SET account_id = excluded.account_id
WHERE account_id IS NULL AND excluded.account_id IS NOT NULL
ON CONFLICT (account_id) DO UPDATE SET user_id = excluded.user_id
WHERE (excluded.seen_at, excluded.user_id) > (seen_at, user_id);

UPDATE account SET seen_at = $time_extracted
WHERE user_id = $record(id) AND seen_at < $time_extracted;
