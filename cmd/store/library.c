#include "library.h"
#include "state/library_mark.h"
#include "state/shared_database.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#if defined SQLITE_VERSION_NUMBER && SQLITE_VERSION_NUMBER < 3038000
#error "this SQLite is too old: spotify-sync needs 3.38 or later"
#endif

extern const char schema_newest_sql[];
extern const char schema_migrate_2_sql[];
extern const char schema_migrate_3_sql[];
extern const char schema_migrate_4_sql[];
extern const char schema_migrate_5_sql[];
extern const char schema_migrate_6_sql[];
extern const char schema_migrate_7_sql[];
extern const char schema_migrate_8_sql[];
extern const char schema_migrate_9_sql[];
extern const char schema_migrate_10_sql[];
extern const char schema_migrate_11_sql[];
extern const char schema_migrate_12_sql[];

/* From each version, the first being 1, to the next one; each sets user_version itself. */
static const char *const migrations[] = {
    schema_migrate_2_sql,  schema_migrate_3_sql,  schema_migrate_4_sql, schema_migrate_5_sql,
    schema_migrate_6_sql,  schema_migrate_7_sql,  schema_migrate_8_sql, schema_migrate_9_sql,
    schema_migrate_10_sql, schema_migrate_11_sql, schema_migrate_12_sql};

_Static_assert(1 + sizeof migrations / sizeof *migrations == LIBRARY_VERSION,
               "a migration to each version");

bool library_execute(sqlite3 *database, const char *sql, struct error *error)
{
    return sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK ||
           library_error(database, error);
}

/* Runs a statement that returns a number; false on failure. */
static bool query_number(sqlite3 *database, const char *sql, long *number)
{
    sqlite3_stmt *statement;
    bool done;

    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK)
        return false;
    done = sqlite3_step(statement) == SQLITE_ROW;
    *number = (long)sqlite3_column_int64(statement, 0);
    return sqlite3_finalize(statement) == SQLITE_OK && done;
}

static bool cannot_open(sqlite3 *database, const char *path, struct error *error)
{
    if (database && sqlite3_errcode(database) == SQLITE_NOTADB)
        return error_set(error, EX_CONFIG, "%.200s is not a database; give another file", path);
    return error_set(error, EX_IOERR, "cannot open %.200s: %s", path,
                     database ? sqlite3_errmsg(database) : "out of memory");
}

/* Looks whose the file is, without changing it. One without tables and marks becomes a library. */
static bool is_ours(sqlite3 *database, const char *path, long *version, struct error *error)
{
    long tables, application;

    /* The mark last: another process may make the file a library in the meantime. */
    if (!query_number(database, "SELECT count(*) FROM sqlite_schema", &tables) ||
        !query_number(database, "PRAGMA user_version", version) ||
        !query_number(database, "PRAGMA application_id", &application))
        return cannot_open(database, path, error);
    if (application != LIBRARY_APPLICATION_ID && (application != 0 || *version != 0 || tables > 0))
        return error_set(error, EX_CONFIG, "%.200s is a database of another program", path);
    if (*version < 0 || *version > LIBRARY_VERSION)
        return error_set(error, EX_CONFIG,
                         "%.200s has schema version %ld, newer than this program's %d; use a newer "
                         "spotify-sync",
                         path, *version, LIBRARY_VERSION);
    return true;
}

/* An empty file, of version 0, gets at once what library.sql and all migrations make. */
static bool execute_migrations(sqlite3 *database, long version, struct error *error)
{
    if (version == 0)
        return library_execute(database, schema_newest_sql, error);
    for (; version < LIBRARY_VERSION; version++)
        if (!library_execute(database, migrations[version - 1], error))
            return false;
    return true;
}

/* Makes a library of `version`, or an empty file, one of this program's version. */
static bool migrate(sqlite3 *database, const char *path, long version, struct error *error)
{
    struct error reason;

    if (version == LIBRARY_VERSION)
        return true;
    /* Another process may have been quicker: look again with the lock held. */
    if (!library_execute(database, "BEGIN IMMEDIATE", error))
        return false;
    if (!is_ours(database, path, &version, error))
        goto failed;
    if (!execute_migrations(database, version, &reason)) {
        *error = reason;
        if (reason.status == EX_DATAERR)
            (void)error_set(error, EX_CONFIG, "cannot make %.200s a library: %.200s", path,
                            reason.text);
        goto failed;
    }
    if (library_execute(database, "COMMIT", error))
        return true;
failed:
    (void)library_execute(database, "ROLLBACK", &reason); /* fails where SQLite has rolled back */
    return false;
}

/* A device, a directory or a pipe would be taken for an empty database, or waited for. */
static bool is_regular_or_new(const char *path, struct error *error)
{
    struct stat file;

    return stat(path, &file) != 0 || S_ISREG(file.st_mode) ||
           error_set(error, EX_CONFIG, "%.200s is not a regular file; give another file", path);
}

sqlite3 *library_open(const char *path, struct error *error)
{
    sqlite3 *database = NULL;
    long version = 0;

    if (!is_regular_or_new(path, error))
        return NULL;

    /* One thread, which asks for no statistics, and names that are names of files and no URIs.
     * SQLite that is not built for it says so; no harm. */
    (void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)sqlite3_config(SQLITE_CONFIG_URI, 0);
    if (sqlite3_open_v2(path, &database,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK) {
        (void)cannot_open(database, path, error);
        goto failed;
    }
    if (!*sqlite3_db_filename(database, "main")) {
        (void)error_set(error, EX_USAGE, "'%.200s' is not a file name", path);
        goto failed;
    }
    (void)sqlite3_extended_result_codes(database, 1);
    if (sqlite3_busy_timeout(database, SHARED_DATABASE_PATIENCE_MS) != SQLITE_OK) {
        (void)cannot_open(database, path, error);
        goto failed;
    }
    if (!is_ours(database, path, &version, error))
        goto failed;
    if (/* Rows refer to one another by what the load statements do; SQLite need not look again. */
        !library_execute(database,
                         "PRAGMA page_size = 32768; PRAGMA foreign_keys = OFF;"
                         "PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;"
                         "PRAGMA secure_delete = OFF; PRAGMA wal_autocheckpoint = 2048",
                         error) ||
        !shared_database_set_up(database) ||
        !library_execute(database, "PRAGMA synchronous = FULL", error)) {
        (void)cannot_open(database, path, error);
        goto failed;
    }
    if (!migrate(database, path, version, error))
        goto failed;
    return database;
failed:
    (void)sqlite3_close(database);
    return NULL;
}
