-- Prints a row where the tables are there: the first sync makes the file, and then the tables.

SELECT 1 FROM sqlite_master WHERE name = 'sync_history';
