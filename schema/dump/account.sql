-- Whose library this is.
SELECT json_object('id', user_id, 'account_id', account_id) AS account, seen_at AS time_extracted
FROM account
WHERE seen_at >= $since;
