#include "commit_pace.h"
#include "base/timestamp.h"
#include "library.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

enum {
    SHORTEST_MS = 150,
    LONGEST_MS = 10000,
    LONG_MS = 1000,
    /* SQLite looks every 100 ms whether a lock is free. */
    TURN_MS = 110,
};

struct commit_pace {
    sqlite3 *database;
    sqlite3_stmt *size;
    int64_t size_before; /* of the database in bytes when the transaction began */
    int64_t stored;      /* bytes of messages in the transaction */
    int64_t began;       /* 0: none is open */
    int64_t turn_ends;   /* until then others may write */
    bool has_cache;
};

struct commit_pace *commit_pace_open(sqlite3 *database, struct error *error)
{
    static const char size[] =
        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
    struct commit_pace *pace = calloc(1, sizeof *pace);

    if (!pace) {
        (void)error_no_memory(error);
        return NULL;
    }
    pace->database = database;
    if (sqlite3_prepare_v3(database, size, -1, SQLITE_PREPARE_PERSISTENT, &pace->size, NULL) ==
        SQLITE_OK)
        return pace;
    (void)library_error(database, error);
    free(pace);
    return NULL;
}

static int64_t milliseconds_since(int64_t time)
{
    return (timestamp_monotonic() - time) / 1000;
}

static void let_others_write(const struct commit_pace *pace)
{
    int64_t left = pace->turn_ends - timestamp_monotonic();
    struct timespec wait = {.tv_nsec = (long)left * 1000};

    while (left > 0 && nanosleep(&wait, &wait) != 0 && errno == EINTR)
        continue;
}

bool commit_pace_begin(struct commit_pace *pace, struct error *error)
{
    bool done;

    if (pace->began != 0)
        return true;
    let_others_write(pace);
    done = sqlite3_step(pace->size) == SQLITE_ROW;
    if (!done)
        (void)library_error(pace->database, error);
    pace->size_before = sqlite3_column_int64(pace->size, 0);
    (void)sqlite3_reset(pace->size); /* it returns what sqlite3_step returned */
    pace->stored = 0;
    pace->began = timestamp_monotonic();
    return done;
}

bool commit_pace_note(struct commit_pace *pace, size_t bytes, bool *is_due, struct error *error)
{
    int64_t open_ms = milliseconds_since(pace->began);

    pace->stored += (int64_t)bytes;
    *is_due =
        open_ms >= LONGEST_MS || (open_ms >= SHORTEST_MS && pace->stored >= pace->size_before);
    if (*is_due || open_ms < SHORTEST_MS || pace->has_cache)
        return true;
    pace->has_cache = true;
    return library_execute(pace->database, "PRAGMA cache_size = -90112", error);
}

void commit_pace_end(struct commit_pace *pace)
{
    pace->turn_ends = milliseconds_since(pace->began) < LONG_MS
                          ? 0
                          : timestamp_monotonic() + TURN_MS * INT64_C(1000);
    pace->began = 0;
}

void commit_pace_close(struct commit_pace *pace)
{
    if (!pace)
        return;
    (void)sqlite3_finalize(pace->size); /* it returns what the last step returned */
    free(pace);
}
