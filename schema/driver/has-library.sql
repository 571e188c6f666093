-- What the file is: 1 where its tables are a library's, 0 where they are another program's, nothing where there
-- are none yet, for the first sync makes them; and their version.

BEGIN;

SELECT application_id = 1936749433, user_version
  FROM pragma_application_id, pragma_user_version
 WHERE EXISTS (SELECT 1 FROM sqlite_master);

COMMIT;
