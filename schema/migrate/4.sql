-- Version 4 is the same as version 3.
PRAGMA user_version = 4;
