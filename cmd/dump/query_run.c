#include "query_run.h"
#include "base/buffer.h"
#include "base/output.h"
#include "base/timestamp.h"
#include "record_text.h"
#include "singer/account_key.h"
#include "singer/streams.h"
#include "state/library_snapshot.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_SELECTS = 8, RECORD_COLUMN = 0, TIME_COLUMN = 1 };

/* The SELECTs of a file. */
struct query_run {
    sqlite3 *database;
    const struct wanted *wanted;
    sqlite3_stmt *selects[MOST_SELECTS];
    int count;
    struct buffer line;
};

/* The stream that a SELECT gives records of; NULL: the rows that the others are run for. */
static const char *stream_of(sqlite3_stmt *select)
{
    const struct stream *stream = stream_find(sqlite3_column_name(select, RECORD_COLUMN));

    return stream ? stream->name : NULL;
}

static bool is_wanted(const struct wanted *wanted, const char *stream)
{
    for (const char *const *name = wanted->streams; *name; name++)
        if (strcmp(*name, stream) == 0)
            return true;
    return false;
}

static bool prepare(struct query_run *run, const char *sql, struct error *error)
{
    while (*sql) {
        sqlite3_stmt *select;
        int since;
        if (sqlite3_prepare_v2(run->database, sql, -1, &select, &sql) != SQLITE_OK)
            return error_set(error, EX_SOFTWARE, "%s", sqlite3_errmsg(run->database));
        if (!select)
            continue;
        run->selects[run->count++] = select;
        since = sqlite3_bind_parameter_index(select, "$since");
        if (since > 0 &&
            sqlite3_bind_text(select, since, run->wanted->since, -1, SQLITE_STATIC) != SQLITE_OK)
            return library_snapshot_error(run->database, error);
        if (run->count == MOST_SELECTS)
            return error_set(error, EX_SOFTWARE, "it has too many SELECTs");
    }
    return true;
}

/* Appends a record of a stream, with whose it is. */
static bool append_owned(struct query_run *run, const char *stream, const char *json, size_t length,
                         struct error *error)
{
    struct buffer record = {0};
    bool done;

    if (!run->wanted->account_id || !account_key_applies(stream))
        return record_text_append(&run->line, json, length) || error_no_memory(error);
    done = account_key_set(json, length, run->wanted->account_id, &record, error) &&
           (record_text_append(&run->line, record.bytes, record.length) || error_no_memory(error));
    buffer_free(&record);
    return done;
}

/* Prints the row that a SELECT stands at. */
static bool print_query_row(struct query_run *run, sqlite3_stmt *select, const char *stream,
                            struct error *error)
{
    const char *record = (const char *)sqlite3_column_text(select, RECORD_COLUMN);
    const char *time = (const char *)sqlite3_column_text(select, TIME_COLUMN);
    struct buffer *line = &run->line;
    int64_t moment;

    if (!record)
        return library_snapshot_error(run->database, error);
    line->length = 0;
    if (!buffer_append_format(line, "{\"type\":\"RECORD\",\"stream\":\"%s\",\"record\":", stream))
        return error_no_memory(error);
    if (!append_owned(run, stream, record, (size_t)sqlite3_column_bytes(select, RECORD_COLUMN),
                      error))
        return false;
    if ((time && timestamp_parse(time, strlen(time), &moment) &&
         !buffer_append_format(line, ",\"time_extracted\":\"%s\"", time)) ||
        !buffer_append(line, "}", 1))
        return error_no_memory(error);
    return output_line(line->bytes, line->length, error);
}

/* Prints the records of a SELECT. */
static bool print_query_rows(struct query_run *run, sqlite3_stmt *select, struct error *error)
{
    const char *stream = stream_of(select);
    int step;

    if (!stream || !is_wanted(run->wanted, stream))
        return true;
    while ((step = sqlite3_step(select)) == SQLITE_ROW)
        if (!print_query_row(run, select, stream, error))
            return false;
    return (sqlite3_reset(select) == SQLITE_OK && step == SQLITE_DONE) ||
           library_snapshot_error(run->database, error);
}

/* Sets the parameters of a SELECT that are named after columns of the row that another one stands
 * at. */
static bool bind_row(struct query_run *run, sqlite3_stmt *select, sqlite3_stmt *row,
                     struct error *error)
{
    for (int i = 1; i <= sqlite3_bind_parameter_count(select); i++)
        for (int column = 0; column < sqlite3_column_count(row); column++)
            if (strcmp(sqlite3_bind_parameter_name(select, i) + 1,
                       sqlite3_column_name(row, column)) == 0 &&
                sqlite3_bind_value(select, i, sqlite3_column_value(row, column)) != SQLITE_OK)
                return library_snapshot_error(run->database, error);
    return true;
}

/* Runs the SELECTs after the first one for each of its rows. */
static bool print_for_each(struct query_run *run, struct error *error)
{
    sqlite3_stmt *row = run->selects[0];
    int step;

    while ((step = sqlite3_step(row)) == SQLITE_ROW)
        for (int i = 1; i < run->count; i++)
            if (!bind_row(run, run->selects[i], row, error) ||
                !print_query_rows(run, run->selects[i], error))
                return false;
    return step == SQLITE_DONE || library_snapshot_error(run->database, error);
}

static bool is_any_wanted(const struct query_run *run)
{
    for (int i = 0; i < run->count; i++) {
        const char *stream = stream_of(run->selects[i]);
        if (stream && is_wanted(run->wanted, stream))
            return true;
    }
    return false;
}

bool query_run(sqlite3 *database, const struct query_file *file, const struct wanted *wanted,
               struct error *error)
{
    struct query_run run = {.database = database, .wanted = wanted};
    struct error reason;
    bool done = prepare(&run, file->sql, &reason);

    if (!done)
        (void)error_set(error, reason.status, "schema/dump/%s.sql: %s", file->name, reason.text);
    else if (is_any_wanted(&run) && !stream_of(run.selects[0]))
        done = print_for_each(&run, error);
    else
        for (int i = 0; done && i < run.count; i++)
            done = print_query_rows(&run, run.selects[i], error);
    for (int i = 0; i < run.count; i++)
        (void)sqlite3_finalize(run.selects[i]); /* it returns what the last step returned */
    buffer_free(&run.line);
    return done;
}
