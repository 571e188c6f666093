-- Prints the version of the tables where they are there: the first sync makes the file, and then the tables.

SELECT user_version FROM pragma_user_version JOIN sqlite_master ON name = 'sync_history';
