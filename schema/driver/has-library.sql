-- Nothing if there are no tables in the file yet: the first sync makes them. Else what is wrong with it when its tables are
-- another program's, or of a version above :newest; and whether they are of an older one.

BEGIN;

SELECT CASE WHEN application_id <> 1936749433 THEN 'is the database of another program: name another file with --db'
            WHEN user_version > CAST(:newest AS INTEGER)
            THEN format('has schema version %d, newer than this program''s %d: use a newer spotify-sync', user_version, :newest)
       END,
       user_version < CAST(:newest AS INTEGER)
  FROM pragma_application_id, pragma_user_version
 WHERE EXISTS (SELECT 1 FROM sqlite_master);

COMMIT;
