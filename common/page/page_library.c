#include "page/page_library.h"
#include "base/timestamp.h"
#include "state/library_mark.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { STEPS = 20000, LONGEST_VALUE = 16 << 20 };

struct page_library {
    sqlite3 *connection;
    char *path;
    dev_t device;
    ino_t file;
    int64_t ends_at; /* timestamp_monotonic */
};

static int is_out_of_time(void *context)
{
    const struct page_library *library = context;

    return timestamp_monotonic() > library->ends_at;
}

bool page_library_failed(const struct page_library *library, struct error *error)
{
    sqlite3 *connection = library->connection;

    switch (connection ? sqlite3_errcode(connection) & 0xff : SQLITE_NOMEM) {
    case SQLITE_NOMEM:
        return error_no_memory(error);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error_set(error, EX_UNAVAILABLE,
                         "another program has locked the library: try again in a moment");
    case SQLITE_INTERRUPT:
        return error_set(error, EX_UNAVAILABLE, "this takes too long in this library");
    case SQLITE_NOTADB:
        return error_set(error, EX_CONFIG, "'%.200s' is not a database", library->path);
    case SQLITE_CANTOPEN:
        return error_set(error, EX_IOERR,
                         "cannot open '%.200s': SQLite creates files next to it, so its directory "
                         "must be writable",
                         library->path);
    case SQLITE_FULL:
        return error_set(error, EX_IOERR, "no space is left for temporary files");
    default:
        return error_set(error, EX_IOERR, "cannot read '%.200s': %s", library->path,
                         sqlite3_errmsg(connection));
    }
}

static bool pragma_number(struct page_library *library, const char *sql, int64_t *number,
                          struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool done = sqlite3_prepare_v2(library->connection, sql, -1, &statement, NULL) == SQLITE_OK &&
                sqlite3_step(statement) == SQLITE_ROW;

    if (done)
        *number = sqlite3_column_int64(statement, 0);
    else
        (void)page_library_failed(library, error);
    (void)sqlite3_finalize(statement);
    return done;
}

static bool is_readable_version(struct page_library *library, struct error *error)
{
    int64_t application, version;

    if (!pragma_number(library, "PRAGMA application_id", &application, error) ||
        !pragma_number(library, "PRAGMA user_version", &version, error))
        return false;
    if (application == 0 && version == 0)
        return error_set(error, EX_UNAVAILABLE,
                         "there is no library yet: the first sync creates it");
    if (application != LIBRARY_APPLICATION_ID)
        return error_set(error, EX_CONFIG, "'%.200s' is a database of another program",
                         library->path);
    if (version > LIBRARY_VERSION)
        return error_set(error, EX_CONFIG,
                         "the library has schema version %lld, newer than this program's %d: use a "
                         "newer spotify-sync",
                         (long long)version, LIBRARY_VERSION);
    return version == LIBRARY_VERSION ||
           error_set(error, EX_UNAVAILABLE,
                     "the library has the older schema version %lld: the next sync brings it up to "
                     "date",
                     (long long)version);
}

/* Only looks: to open and close the file would drop the locks of SQLite in this process. */
static bool look_at_file(const char *path, struct stat *file, struct error *error)
{
    if (stat(path, file) != 0)
        return errno == ENOENT
                   ? error_set(error, EX_UNAVAILABLE,
                               "there is no library at '%.200s': a sync creates it", path)
                   : error_set(error, EX_IOERR, "cannot open '%.200s': %s", path, strerror(errno));
    if (!S_ISREG(file->st_mode))
        return error_set(error, EX_CONFIG, "'%.200s' is not a regular file", path);
    return file->st_size > 0 ||
           error_set(error, EX_UNAVAILABLE, "there is no library yet: the first sync creates it");
}

struct page_library *page_library_open(const char *path, int patience_ms, struct error *error)
{
    struct page_library *library = calloc(1, sizeof *library);
    struct stat file;

    if (!library || !(library->path = strdup(path))) {
        (void)error_no_memory(error);
        goto failed;
    }
    if (!look_at_file(path, &file, error))
        goto failed;
    library->device = file.st_dev;
    library->file = file.st_ino;
    library->ends_at = INT64_MAX;
    if (sqlite3_open_v2(path, &library->connection, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK ||
        sqlite3_busy_timeout(library->connection, patience_ms) != SQLITE_OK ||
        sqlite3_db_config(library->connection, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL) != SQLITE_OK ||
        sqlite3_exec(library->connection,
                     "PRAGMA trusted_schema = OFF; PRAGMA temp_store = FILE;"
                     "PRAGMA cache_size = -2048; PRAGMA temp.cache_size = -2048",
                     NULL, NULL, NULL) != SQLITE_OK) {
        (void)page_library_failed(library, error);
        goto failed;
    }
    (void)sqlite3_limit(library->connection, SQLITE_LIMIT_LENGTH, LONGEST_VALUE);
    (void)sqlite3_limit(library->connection, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_progress_handler(library->connection, STEPS, is_out_of_time, library);
    if (is_readable_version(library, error))
        return library;
failed:
    page_library_close(library);
    return NULL;
}

struct page_library *page_library_open_none(struct error *error)
{
    struct page_library *library = calloc(1, sizeof *library);

    if (library && (library->path = strdup("")) &&
        sqlite3_open_v2(":memory:", &library->connection,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK)
        return library;
    page_library_close(library);
    (void)error_no_memory(error);
    return NULL;
}

sqlite3 *page_library_connection(const struct page_library *library)
{
    return library->connection;
}

void page_library_allow(struct page_library *library, int64_t seconds)
{
    library->ends_at = timestamp_monotonic() + seconds * TIMESTAMP_SECOND;
}

bool page_library_check(struct page_library *library, bool *is_other, struct error *error)
{
    struct stat file;

    *is_other = true;
    if (!look_at_file(library->path, &file, error))
        return false;
    if (file.st_dev != library->device || file.st_ino != library->file)
        return error_set(error, EX_UNAVAILABLE, "the library was replaced: try again");
    *is_other = false;
    return is_readable_version(library, error);
}

int64_t page_library_state(struct page_library *library, struct error *error)
{
    int64_t state;

    return pragma_number(library, "PRAGMA data_version", &state, error) ? state : -1;
}

int64_t page_library_schema(struct page_library *library, struct error *error)
{
    int64_t schema;

    return pragma_number(library, "PRAGMA schema_version", &schema, error) ? schema : -1;
}

bool page_library_begin(struct page_library *library, struct error *error)
{
    return sqlite3_exec(library->connection, "BEGIN", NULL, NULL, NULL) == SQLITE_OK ||
           page_library_failed(library, error);
}

void page_library_end(struct page_library *library)
{
    /* Only temporary tables can have changed. */
    if (!sqlite3_get_autocommit(library->connection))
        (void)sqlite3_exec(library->connection, "COMMIT", NULL, NULL, NULL);
}

void page_library_close(struct page_library *library)
{
    if (!library)
        return;
    (void)sqlite3_close_v2(library->connection);
    free(library->path);
    free(library);
}
