#include "intake.h"
#include "base/log.h"
#include "base/output.h"
#include "library.h"
#include "loader.h"
#include "json/json.h"
#include "json/json_edit.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_UNKNOWN_STREAMS = 64 };

struct intake {
    sqlite3 *database;
    sqlite3_stmt *data_version;
    struct scanner *scanner;
    struct loader *loader;
    struct load_counts *counts; /* the loader's */
    size_t stream_count;
    struct load_counts *start, *line_start; /* what the counts go back to */
    bool in_transaction;
    struct buffer state; /* the newest STATE line of the transaction */
    struct json_paths *bookmarks;
    int *bookmark_slots; /* of each stream */
    bool skip_bad_lines;
    size_t skipped;
    int64_t version; /* the database's data_version: moves when others write */
    char *unknown_streams[MOST_UNKNOWN_STREAMS];
    size_t unknown_count;
};

static bool open_bookmarks(struct intake *intake, struct error *error)
{
    intake->bookmarks = json_paths_new(error);
    if (!intake->bookmarks)
        return false;
    for (size_t i = 0; i < intake->stream_count; i++) {
        const char *const names[] = {"value", "bookmarks", intake->counts[i].stream};
        intake->bookmark_slots[i] = json_paths_add_members(intake->bookmarks, names, 3, error);
        if (intake->bookmark_slots[i] < 0)
            return false;
    }
    return true;
}

struct intake *intake_open(sqlite3 *database, bool skip_bad_lines, struct error *error)
{
    struct intake *intake = calloc(1, sizeof *intake);

    if (!intake) {
        (void)error_no_memory(error);
        return NULL;
    }
    intake->database = database;
    intake->skip_bad_lines = skip_bad_lines;
    if (sqlite3_prepare_v2(database, "PRAGMA data_version", -1, &intake->data_version, NULL) !=
        SQLITE_OK) {
        (void)library_error(database, error);
        goto failed;
    }
    intake->scanner = scanner_open(error);
    intake->loader = intake->scanner ? loader_open(database, intake->scanner, error) : NULL;
    if (!intake->loader)
        goto failed;
    intake->counts = loader_counts(intake->loader, &intake->stream_count);
    intake->start = calloc(intake->stream_count, sizeof *intake->start);
    intake->line_start = calloc(intake->stream_count, sizeof *intake->line_start);
    intake->bookmark_slots = calloc(intake->stream_count, sizeof *intake->bookmark_slots);
    if (!intake->start || !intake->line_start || !intake->bookmark_slots) {
        (void)error_no_memory(error);
        goto failed;
    }
    if (!open_bookmarks(intake, error))
        goto failed;
    return intake;
failed:
    intake_close(intake);
    return NULL;
}

void intake_close(struct intake *intake)
{
    if (!intake)
        return;
    (void)sqlite3_finalize(intake->data_version); /* tells only what its last step told */
    loader_close(intake->loader);
    scanner_close(intake->scanner);
    json_paths_free(intake->bookmarks);
    buffer_free(&intake->state);
    free(intake->start);
    free(intake->line_start);
    free(intake->bookmark_slots);
    for (size_t i = 0; i < intake->unknown_count; i++)
        free(intake->unknown_streams[i]);
    free(intake);
}

struct scanner *intake_scanner(struct intake *intake)
{
    return intake->scanner;
}

size_t intake_skipped(const struct intake *intake)
{
    return intake->skipped;
}

static void copy_counts(const struct intake *intake, struct load_counts *to,
                        const struct load_counts *from)
{
    memcpy(to, from, intake->stream_count * sizeof *to);
}

/* Appends a STATE line to *out with new and updated in the bookmarks of the streams it has. */
static bool count_into_state(struct intake *intake, const char *line, size_t length,
                             struct buffer *out, struct error *error)
{
    struct buffer changed = {0};
    bool done = false;

    if (!json_scan(intake->bookmarks, line, length, error))
        return false;
    if (!buffer_append(out, line, length))
        return error_no_memory(error);
    for (size_t i = 0; i < intake->stream_count; i++) {
        const struct load_counts *counts = &intake->counts[i];
        const int64_t numbers[] = {counts->new_rows, counts->updated_rows};
        const char *const names[] = {"new", "updated"};
        if (json_value(intake->bookmarks, intake->bookmark_slots[i])->kind != JSON_OBJECT)
            continue;
        for (size_t j = 0; j < 2; j++) {
            const char *const path[] = {"value", "bookmarks", counts->stream, names[j]};
            struct buffer swap = *out;
            char number[24];
            (void)snprintf(number, sizeof number, "%" PRId64, numbers[j]);
            changed.length = 0;
            if (!json_set(out->bytes, out->length, path, 4, number, &changed, error))
                goto out;
            *out = changed;
            changed = swap;
        }
    }
    done = true;
out:
    buffer_free(&changed);
    return done;
}

/* Tells what is committed. */
static bool print_state(struct intake *intake, struct error *error)
{
    struct buffer state = {0};
    bool done =
        count_into_state(intake, intake->state.bytes, intake->state.length, &state, error) &&
        output_line(state.bytes, state.length, error) && output_flush(error);

    buffer_free(&state);
    intake->state.length = 0;
    return done;
}

static void report_unknown_stream(struct intake *intake, const char *name, size_t length)
{
    char *copy;

    for (size_t i = 0; i < intake->unknown_count; i++)
        if (strlen(intake->unknown_streams[i]) == length &&
            memcmp(intake->unknown_streams[i], name, length) == 0)
            return;
    if (intake->unknown_count == MOST_UNKNOWN_STREAMS)
        return;
    copy = strndup(name, length);
    if (!copy)
        return;
    intake->unknown_streams[intake->unknown_count++] = copy;
    log_warning("unknown stream '%.80s'; its records are skipped", copy);
}

/* Forgets which rows are stored if another process has written. */
static bool look_for_others(struct intake *intake, struct error *error)
{
    int64_t version;

    if (sqlite3_step(intake->data_version) != SQLITE_ROW)
        return library_error(intake->database, error);
    version = sqlite3_column_int64(intake->data_version, 0);
    (void)sqlite3_reset(intake->data_version); /* tells only what the step told */
    if (version != intake->version)
        loader_forget(intake->loader);
    intake->version = version;
    return true;
}

static void roll_back(struct intake *intake)
{
    struct error ignored;

    /* Fails where SQLite has rolled back by itself. */
    (void)library_execute(intake->database, "ROLLBACK", &ignored);
    intake->in_transaction = false;
    intake->state.length = 0;
    loader_forget(intake->loader);
    copy_counts(intake, intake->counts, intake->start);
}

static bool begin(struct intake *intake, struct error *error)
{
    copy_counts(intake, intake->start, intake->counts);
    if (!library_execute(intake->database, "BEGIN IMMEDIATE", error))
        return false;
    intake->in_transaction = true;
    return look_for_others(intake, error);
}

enum outcome { TAKEN, BAD_LINE, FAILED };

/* Stores a record that may turn out to be one that cannot be stored; then it leaves nothing behind.
 */
static enum outcome try_record(struct intake *intake, const struct batch_line *line,
                               const char *kept, struct error *error)
{
    struct error failure;

    copy_counts(intake, intake->line_start, intake->counts);
    /* What was put off for the lines ahead must not be forgotten with this one. */
    if (!loader_settle(intake->loader, error) ||
        !library_execute(intake->database, "SAVEPOINT line", error))
        return FAILED;
    if (loader_store(intake->loader, &line->message, kept, error))
        return library_execute(intake->database, "RELEASE line", error) ? TAKEN : FAILED;
    if (error->status != EX_DATAERR)
        return FAILED;
    loader_forget(intake->loader);
    copy_counts(intake, intake->counts, intake->line_start);
    if (!library_execute(intake->database, "ROLLBACK TO line; RELEASE line", &failure)) {
        *error = failure;
        return FAILED;
    }
    return BAD_LINE;
}

static enum outcome take_record(struct intake *intake, const struct batch_line *line,
                                const char *kept, bool tried, struct error *error)
{
    if (tried)
        return try_record(intake, line, kept, error);
    if (loader_store(intake->loader, &line->message, kept, error))
        return TAKEN;
    return error->status == EX_DATAERR ? BAD_LINE : FAILED;
}

static enum outcome take_line(struct intake *intake, const struct batch_line *line,
                              const char *kept, bool tried, struct error *error)
{
    switch (line->message.kind) {
    case MESSAGE_BAD:
        (void)error_set(error, EX_DATAERR, "%.*s", (int)line->length, kept);
        return BAD_LINE;
    case MESSAGE_RECORD:
        return take_record(intake, line, kept, tried, error);
    case MESSAGE_UNKNOWN_STREAM:
        report_unknown_stream(intake, kept, line->length);
        return TAKEN;
    default:
        return TAKEN;
    }
}

/* Has the processor fetch what is kept of a line while the one before is stored: lines are stored
 * in another order than they lie. */
static void prefetch(const struct batch *batch, const struct batch_line *line)
{
    enum { CACHE_LINE = 64 };

    for (size_t at = 0; at < line->length; at += CACHE_LINE)
        __builtin_prefetch(batch->bytes.bytes + line->start + at);
}

/* Counts a line that cannot be taken, or tells why it ends the batch. */
static enum outcome skip_line(struct intake *intake, const struct batch_line *line,
                              const char *file, struct error *error)
{
    struct error reason = *error;

    (void)error_set(error, EX_DATAERR, "%.200s, line %zu: %s", file, line->number, reason.text);
    if (!intake->skip_bad_lines)
        return BAD_LINE;
    intake->skipped++;
    log_info("%s", error->text);
    return TAKEN;
}

/*
 * Stores the lines of a batch. At one that cannot be taken it gives BAD_LINE: in careful mode with
 * all lines ahead of it stored, else with some, to be undone and tried again with care.
 */
static enum outcome store_lines(struct intake *intake, const struct batch *batch, const char *file,
                                bool careful, struct error *error)
{
    const struct batch_line *state = NULL;
    enum outcome outcome = TAKEN;

    for (size_t i = 0; i < batch->count && outcome == TAKEN; i++) {
        const struct batch_line *line = &batch->lines[careful ? i : batch->places[i].line];

        if (!careful && i + 1 < batch->count)
            prefetch(batch, &batch->lines[batch->places[i + 1].line]);
        /* A record of the schema's types is not what went wrong, unless all are. */
        outcome = take_line(intake, line, batch->bytes.bytes + line->start,
                            careful && (batch->plain || !line->message.typed), error);
        if (outcome == BAD_LINE && careful)
            outcome = skip_line(intake, line, file, error);
        if (outcome == TAKEN && line->message.kind == MESSAGE_STATE)
            state = line;
    }
    if (!state || (outcome == BAD_LINE && !careful) || outcome == FAILED)
        return outcome;
    intake->state.length = 0;
    if (!buffer_append(&intake->state, batch->bytes.bytes + state->start, state->length)) {
        (void)error_no_memory(error);
        return FAILED;
    }
    return outcome;
}

/* Stores a batch in the transaction that is open, or in a new one; there it can be done again. */
static enum outcome store_batch(struct intake *intake, const struct batch *batch, const char *file,
                                struct error *error)
{
    bool is_first = !intake->in_transaction;
    enum outcome outcome;

    if (is_first && !begin(intake, error))
        return FAILED;
    outcome = store_lines(intake, batch, file, false, error);
    if (outcome != BAD_LINE)
        return outcome;
    if (!is_first)
        return FAILED;
    roll_back(intake);
    return begin(intake, error) ? store_lines(intake, batch, file, true, error) : FAILED;
}

bool intake_batch(struct intake *intake, const struct batch *batch, const char *file,
                  struct error *error)
{
    size_t skipped = intake->skipped;
    struct error reason; /* also of a line that is skipped */
    enum outcome outcome;

    if (!batch->plain && !intake_commit(intake, error))
        return false;
    outcome = store_batch(intake, batch, file, &reason);
    if (outcome == TAKEN)
        return true;
    *error = reason;
    if (outcome == FAILED) {
        intake->skipped = skipped;
        roll_back(intake);
    } else if (!intake_commit(intake, &reason)) {
        *error = reason;
    }
    return false;
}

bool intake_commit(struct intake *intake, struct error *error)
{
    if (!intake->in_transaction)
        return true;
    if (!loader_settle(intake->loader, error) ||
        !library_execute(intake->database, "COMMIT", error)) {
        roll_back(intake);
        return false;
    }
    intake->in_transaction = false;
    return intake->state.length == 0 || print_state(intake, error);
}
