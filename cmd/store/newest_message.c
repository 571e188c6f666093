#include "newest_message.h"
#include "base/timestamp.h"
#include "library.h"

#include <stdlib.h>

struct newest_message {
    sqlite3 *database;
    sqlite3_stmt *write;
    int64_t noted; /* 0: none */
};

struct newest_message *newest_message_open(sqlite3 *database, struct error *error)
{
    static const char sql[] =
        "INSERT INTO newest_message (id, time_extracted) VALUES (1, ?)"
        " ON CONFLICT (id) DO UPDATE SET time_extracted = excluded.time_extracted"
        " WHERE excluded.time_extracted > time_extracted";
    struct newest_message *newest = calloc(1, sizeof *newest);

    if (!newest) {
        (void)error_no_memory(error);
        return NULL;
    }
    newest->database = database;
    if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &newest->write, NULL) ==
        SQLITE_OK)
        return newest;
    (void)library_error(database, error);
    newest_message_close(newest);
    return NULL;
}

void newest_message_note(struct newest_message *newest, int64_t time)
{
    if (time > newest->noted)
        newest->noted = time;
}

bool newest_message_settle(struct newest_message *newest, struct error *error)
{
    char time[TIMESTAMP_TEXT];
    bool done;

    if (newest->noted == 0)
        return true;
    timestamp_format(newest->noted, time);
    done =
        sqlite3_bind_text(newest->write, 1, time, TIMESTAMP_TEXT - 1, SQLITE_STATIC) == SQLITE_OK &&
        sqlite3_step(newest->write) == SQLITE_DONE;
    if (!done)
        (void)library_error(newest->database, error);
    (void)sqlite3_reset(newest->write); /* it returns what sqlite3_step returned */
    newest->noted = 0;
    return done;
}

void newest_message_forget(struct newest_message *newest)
{
    newest->noted = 0;
}

void newest_message_close(struct newest_message *newest)
{
    if (!newest)
        return;
    (void)sqlite3_finalize(newest->write); /* it returns what the last step returned */
    free(newest);
}
