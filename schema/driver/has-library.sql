-- No row if the file has no tables yet: the first sync creates them. Else what is wrong, if the tables are of another program
-- or of a version above :newest, and whether their version is older.

BEGIN;

SELECT CASE WHEN application_id <> 1936749433 THEN 'is a database of another program: give another file with --db'
            WHEN user_version > CAST(:newest AS INTEGER)
            THEN format('has schema version %d, newer than this program''s %d: use a newer spotify-sync', user_version, :newest)
       END,
       user_version < CAST(:newest AS INTEGER)
  FROM pragma_application_id, pragma_user_version
 WHERE EXISTS (SELECT 1 FROM sqlite_master);

COMMIT;
