#include "intake.h"
#include "json.h"
#include "json_edit.h"
#include "library.h"
#include "loader.h"
#include "log.h"
#include "order.h"
#include "output.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_UNKNOWN_STREAMS = 64 };

struct intake {
    sqlite3 *database;
    sqlite3_stmt *data_version;
    struct loader *loader;
    struct order order;
    struct load_counts *counts; /* the loader's */
    size_t stream_count;
    struct load_counts *batch_start, *line_start; /* what the counts go back to */
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
    intake->loader = loader_open(database, error);
    if (!intake->loader)
        goto failed;
    intake->counts = loader_counts(intake->loader, &intake->stream_count);
    intake->batch_start = calloc(intake->stream_count, sizeof *intake->batch_start);
    intake->line_start = calloc(intake->stream_count, sizeof *intake->line_start);
    intake->bookmark_slots = calloc(intake->stream_count, sizeof *intake->bookmark_slots);
    if (!intake->batch_start || !intake->line_start || !intake->bookmark_slots) {
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
    order_free(&intake->order);
    json_paths_free(intake->bookmarks);
    free(intake->batch_start);
    free(intake->line_start);
    free(intake->bookmark_slots);
    for (size_t i = 0; i < intake->unknown_count; i++)
        free(intake->unknown_streams[i]);
    free(intake);
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

static bool print_state(struct intake *intake, const char *line, size_t length, struct error *error)
{
    struct buffer state = {0};
    bool done = count_into_state(intake, line, length, &state, error) &&
                output_line(state.bytes, state.length, error) && output_flush(error);

    buffer_free(&state);
    return done;
}

static void report_unknown_stream(struct intake *intake)
{
    size_t length;
    const char *name = loader_stream(intake->loader, &length);
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
    log_warning("the stream '%.80s' is unknown here; its records are skipped", copy);
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

enum outcome { TAKEN, BAD_LINE, FAILED };

/* Takes one line; in careful mode a record that cannot be stored leaves nothing behind. */
static enum outcome take_line(struct intake *intake, const char *text,
                              const struct batch_line *line, bool careful, enum message_kind *kind,
                              struct error *error)
{
    struct error failure;

    *kind = MESSAGE_OTHER;
    if (line->too_long) {
        (void)error_set(error, EX_DATAERR, "the line is longer than %zu MiB", LINES_LONGEST >> 20);
        return BAD_LINE;
    }
    if (careful) {
        copy_counts(intake, intake->line_start, intake->counts);
        if (!library_execute(intake->database, "SAVEPOINT line", error))
            return FAILED;
    }
    if (loader_take(intake->loader, text, line->length, kind, error)) {
        if (careful && !loader_settle(intake->loader, error))
            return FAILED;
        if (careful && !library_execute(intake->database, "RELEASE line", error))
            return FAILED;
        return TAKEN;
    }
    if (error->status != EX_DATAERR)
        return FAILED;
    if (careful) {
        loader_forget(intake->loader);
        copy_counts(intake, intake->counts, intake->line_start);
        if (!library_execute(intake->database, "ROLLBACK TO line; RELEASE line", &failure)) {
            *error = failure;
            return FAILED;
        }
    }
    return BAD_LINE;
}

static void roll_back(struct intake *intake)
{
    struct error ignored;

    /* Fails where SQLite has rolled back by itself. */
    (void)library_execute(intake->database, "ROLLBACK", &ignored);
    loader_forget(intake->loader);
    copy_counts(intake, intake->counts, intake->batch_start);
}

/*
 * Stores a batch in one transaction. At a line that cannot be taken it gives BAD_LINE: in careful
 * mode with all lines ahead of it stored, else with none, to be tried again with care.
 */
static enum outcome store_batch(struct intake *intake, const struct batch *batch, const char *file,
                                bool careful, struct error *error)
{
    const struct batch_line *state = NULL;
    size_t skipped = intake->skipped;
    enum outcome outcome = TAKEN;
    struct error bad_line;

    copy_counts(intake, intake->batch_start, intake->counts);
    if (!library_execute(intake->database, "BEGIN IMMEDIATE", error))
        return FAILED;
    if (!look_for_others(intake, error)) {
        outcome = FAILED;
        goto failed;
    }
    for (size_t i = 0; i < batch->count && outcome == TAKEN; i++) {
        const struct batch_line *line = &batch->lines[careful ? i : intake->order.entries[i].line];
        enum message_kind kind;
        struct error reason;

        outcome =
            take_line(intake, batch->bytes.bytes + line->start, line, careful, &kind, &reason);
        if (outcome == FAILED) {
            *error = reason;
            goto failed;
        }
        if (outcome == BAD_LINE && !careful)
            goto failed;
        if (outcome == BAD_LINE) {
            (void)error_set(&bad_line, EX_DATAERR, "%.200s, line %zu: %s", file, line->number,
                            reason.text);
            if (intake->skip_bad_lines) {
                skipped++;
                log_info("%s", bad_line.text);
                outcome = TAKEN;
            }
        } else if (kind == MESSAGE_STATE) {
            state = line;
        } else if (kind == MESSAGE_UNKNOWN_STREAM) {
            report_unknown_stream(intake);
        }
    }
    if (!loader_settle(intake->loader, error) ||
        !library_execute(intake->database, "COMMIT", error)) {
        outcome = FAILED;
        goto failed;
    }
    intake->skipped = skipped;
    if (state && !print_state(intake, batch->bytes.bytes + state->start, state->length, error))
        return FAILED;
    if (outcome == BAD_LINE)
        *error = bad_line;
    return outcome;
failed:
    roll_back(intake);
    return outcome == BAD_LINE ? BAD_LINE : FAILED;
}

bool intake_batch(struct intake *intake, const struct batch *batch, const char *file,
                  struct error *error)
{
    enum outcome outcome;

    if (!order_batch(&intake->order, intake->loader, batch, error))
        return false;
    outcome = store_batch(intake, batch, file, false, error);
    if (outcome == BAD_LINE)
        outcome = store_batch(intake, batch, file, true, error);
    return outcome == TAKEN;
}
