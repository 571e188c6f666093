#include "state/shared_database.h"
#include "base/timestamp.h"

#include <string.h>
#include <time.h>

enum { RETRY_MS = 10 };

/* Takes the row of PRAGMA journal_mode. */
static int take_mode(void *is_wal, int count, char **values, char **names)
{
    (void)names;
    *(bool *)is_wal = count == 1 && values[0] && strcmp(values[0], "wal") == 0;
    return 0;
}

static bool set_wal(sqlite3 *database)
{
    bool is_wal = false;

    return (sqlite3_exec(database, "PRAGMA journal_mode", take_mode, &is_wal, NULL) == SQLITE_OK &&
            is_wal) ||
           sqlite3_exec(database, "PRAGMA journal_mode = WAL", NULL, NULL, NULL) == SQLITE_OK;
}

bool shared_database_set_up(sqlite3 *database)
{
    int64_t patient_until = timestamp_monotonic() + SHARED_DATABASE_PATIENCE_MS * INT64_C(1000);
    const struct timespec pause = {.tv_nsec = RETRY_MS * 1000000L};
    bool done;

    /* SQLite would wait as well, and each try would take the whole time */
    if (sqlite3_busy_timeout(database, 0) != SQLITE_OK)
        return false;
    while (!(done = set_wal(database)) && (sqlite3_errcode(database) & 0xff) == SQLITE_BUSY &&
           timestamp_monotonic() < patient_until)
        (void)nanosleep(&pause, NULL);
    return done && sqlite3_busy_timeout(database, SHARED_DATABASE_PATIENCE_MS) == SQLITE_OK;
}
