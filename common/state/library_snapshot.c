#include "state/library_snapshot.h"
#include "state/library_mark.h"
#include "state/shared_database.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool library_snapshot_error(sqlite3 *database, struct error *error)
{
    const char *path = sqlite3_db_filename(database, "main");

    switch (sqlite3_errcode(database) & 0xff) {
    case SQLITE_NOMEM:
        return error_no_memory(error);
    case SQLITE_BUSY:
        return error_set(error, EX_IOERR,
                         "cannot read %.200s: another program has held its lock for a minute",
                         path);
    default:
        return error_set(error, EX_IOERR, "cannot read %.200s: %s", path, sqlite3_errmsg(database));
    }
}

static bool is_regular_file(const char *path, struct error *error)
{
    struct stat file;

    if (stat(path, &file) != 0 || access(path, R_OK) != 0)
        return error_set(error, EX_IOERR, "cannot open %.200s: %s", path, strerror(errno));
    return S_ISREG(file.st_mode) ||
           error_set(error, EX_CONFIG, "%.200s is not a regular file; give another file", path);
}

static bool is_library(const char *path, long application, long version, struct error *error)
{
    if (application == 0 && version == 0)
        return error_set(error, EX_CONFIG, "%.200s holds no library; give another file", path);
    if (application != LIBRARY_APPLICATION_ID)
        return error_set(error, EX_CONFIG, "%.200s is a database of another program", path);
    if (version > LIBRARY_VERSION)
        return error_set(error, EX_CONFIG,
                         "%.200s has schema version %ld, newer than this program's %d; use a newer "
                         "spotify-sync",
                         path, version, LIBRARY_VERSION);
    return version == LIBRARY_VERSION ||
           error_set(error, EX_CONFIG,
                     "%.200s has schema version %ld, older than this program's %d; `store` or a "
                     "sync brings it up to date",
                     path, version, LIBRARY_VERSION);
}

static bool cannot_begin(sqlite3 *database, const char *path, struct error *error)
{
    if (sqlite3_errcode(database) == SQLITE_NOTADB)
        return error_set(error, EX_CONFIG, "%.200s is not a database; give another file", path);
    return library_snapshot_error(database, error);
}

/* Begins to read: the first SELECT decides what is seen. */
static bool begin(sqlite3 *database, const char *path, struct error *error)
{
    static const char sql[] =
        "SELECT application_id, user_version FROM pragma_application_id, pragma_user_version,"
        " (SELECT count(*) FROM sqlite_schema)";
    long application = 0, version = 0;
    sqlite3_stmt *marks = NULL;
    bool done;

    if (sqlite3_exec(database, "PRAGMA cache_size = -16384; BEGIN", NULL, NULL, NULL) !=
            SQLITE_OK ||
        sqlite3_prepare_v2(database, sql, -1, &marks, NULL) != SQLITE_OK)
        return cannot_begin(database, path, error);
    done = sqlite3_step(marks) == SQLITE_ROW;
    if (done) {
        application = (long)sqlite3_column_int64(marks, 0);
        version = (long)sqlite3_column_int64(marks, 1);
    } else {
        (void)cannot_begin(database, path, error);
    }
    (void)sqlite3_finalize(marks); /* it returns what sqlite3_step returned */
    return done && is_library(path, application, version, error);
}

sqlite3 *library_snapshot_open(const char *path, struct error *error)
{
    sqlite3 *database = NULL;

    if (!is_regular_file(path, error))
        return NULL;
    /* A path is never a URI. An SQLite that rejects these settings does no harm. */
    (void)sqlite3_config(SQLITE_CONFIG_URI, 0);
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    if (sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK) {
        (void)error_set(error, EX_IOERR, "cannot open %.200s: %s", path,
                        database ? sqlite3_errmsg(database) : "out of memory");
        goto failed;
    }
    (void)sqlite3_extended_result_codes(database, 1);
    if (sqlite3_busy_timeout(database, SHARED_DATABASE_PATIENCE_MS) != SQLITE_OK ||
        /* What a stranger has put into the schema runs nothing. */
        sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL) != SQLITE_OK) {
        (void)library_snapshot_error(database, error);
        goto failed;
    }
    if (begin(database, path, error))
        return database;
failed:
    (void)sqlite3_close(database);
    return NULL;
}
