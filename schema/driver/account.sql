-- Whose library this is ('' while it is nobody's), whom the RECORD message :record of stream account is
-- about, and, where it is a STATE instead, the second at which the limit ends that it tells of.

SELECT coalesce((SELECT user_id FROM account), ''),
       json_extract(told, '$.record.id'),
       CAST(strftime('%s', json_extract(told, '$.value.bookmarks.account.reset_at')) AS INTEGER)
  FROM (SELECT iif(json_valid(:record), :record, '{}') AS told);
