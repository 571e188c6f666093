-- What fetch-account has said, in the JSON array :messages: counts its requests for the sync, and prints whose this library
-- is ('' while it is nobody's), who is signed in, and the second at which the limit ends that a STATE reports.

CREATE TEMP TABLE said AS
SELECT value ->> '$.record.id' AS user_id, value ->> '$.value.bookmarks.account.reset_at' AS reset_at,
       CAST(value ->> '$.value.bookmarks.account.requests' AS INTEGER) AS requests
  FROM json_each(iif(json_valid(:messages), :messages, '[]'))
 WHERE type = 'object';

INSERT INTO account_requests SELECT requests FROM said WHERE requests > 0;

SELECT coalesce((SELECT user_id FROM account), ''), max(user_id), CAST(strftime('%s', max(reset_at)) AS INTEGER) FROM said;

DROP TABLE said;
