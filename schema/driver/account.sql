-- What fetch-account has said, in the JSON array :messages: counts its requests for the sync, and prints whose this library
-- is, who is signed in, and the second at which the limit ends that a STATE reports. The owner is '' while it is nobody's,
-- and if the messages say more of the owner than the library knows. An account_id decides if both sides have one.

CREATE TEMP TABLE said AS
SELECT value ->> '$.record.id' AS user_id, value ->> '$.record.account_id' AS account_id,
       value ->> '$.value.bookmarks.account.reset_at' AS reset_at,
       CAST(value ->> '$.value.bookmarks.account.requests' AS INTEGER) AS requests
  FROM json_each(iif(json_valid(:messages), :messages, '[]'))
 WHERE type = 'object';

INSERT INTO account_requests SELECT requests FROM said WHERE requests > 0;

SELECT coalesce(
           (SELECT CASE WHEN account.account_id <> said.account_id
                        THEN format('%s (account %s)', account.user_id, account.account_id)
                        WHEN account.account_id = said.account_id
                        THEN iif(account.user_id = said.user_id, account.user_id, '')
                        WHEN account.user_id = said.user_id AND said.account_id IS NOT NULL
                        THEN ''
                        ELSE account.user_id END
              FROM account
              LEFT JOIN (SELECT user_id, account_id FROM said WHERE user_id IS NOT NULL) AS said), ''),
       max(user_id), CAST(strftime('%s', max(reset_at)) AS INTEGER)
  FROM said;

DROP TABLE said;
