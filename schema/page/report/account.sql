-- Whose library this is.
SELECT user_id FROM main.account;
