-- Whose library this is ('' while it is nobody's), and whom the RECORD message :record of stream account is
-- about.

SELECT coalesce((SELECT user_id FROM account), ''),
       json_extract(:record, '$.record.id');
