#include "history.h"
#include "base/buffer.h"
#include "base/log.h"
#include "base/output.h"
#include "elements.h"
#include "forms.h"
#include "reasons.h"
#include "singer/bookmark.h"
#include "singer/messages.h"
#include "json/json.h"
#include "json/json_parse.h"

#include <limits.h>
#include <stdlib.h>

extern const char cmd_read_history_streaming_history_jq[];

static const char stream[] = "streaming_history";
static const char *const wanted_all[] = {NULL};

enum { STATE_ROWS = 10000, NAMED_PER_FILE = 10 };

struct history {
    struct shape *shape;
    struct forms *forms;
    jv context;               /* of the program's input */
    struct json_paths *whole; /* no paths: it only checks */
    struct json_parser *parser;
    struct elements *elements;
    struct buffer line;
    struct bookmark bookmark;
    const struct export_bytes *bytes; /* or NULL */
    struct error error;               /* why no further message can be printed */
    struct error missed;              /* why the first file that was not whole was not */
    struct reasons left_out;
    const char *file;     /* the one at hand, for a person */
    size_t file_left_out; /* of it */
};

struct history *history_open(bool keep_device, char *account_id, const struct export_bytes *bytes,
                             struct error *error)
{
    const struct messages messages = {.account_id = account_id};
    struct history *history = calloc(1, sizeof *history);

    if (!history) {
        (void)error_no_memory(error);
        return NULL;
    }
    history->bytes = bytes;
    history->bookmark = (struct bookmark){.offset = -1, .has_more = true};
    history->context = JV_OBJECT(jv_string("keep_device"), jv_bool(keep_device));
    history->elements = elements_new();
    if (!history->elements) {
        (void)error_no_memory(error);
        goto failed;
    }
    history->whole = json_paths_new(error);
    history->parser = history->whole ? json_parser_new(wanted_all, error) : NULL;
    if (history->parser)
        history->shape =
            shape_open(stream, cmd_read_history_streaming_history_jq, COMPILE_AHEAD, error);
    shape_set_account(history->shape, account_id);
    if (history->shape)
        history->forms = forms_new(history->shape, history->context, error);
    if (history->forms && messages_print_schema(&messages, stream, error))
        return history;
failed:
    history_close(history);
    return NULL;
}

void history_close(struct history *history)
{
    if (!history)
        return;
    forms_free(history->forms);
    shape_close(history->shape);
    jv_free(history->context);
    json_parser_free(history->parser);
    json_paths_free(history->whole);
    elements_free(history->elements);
    buffer_free(&history->line);
    free(history);
}

const struct error *history_error(const struct history *history)
{
    return &history->error;
}

static bool print_history_state(struct history *history, struct error *error)
{
    if (history->bytes) {
        history->bookmark.bytes = history->bytes->read;
        history->bookmark.bytes_total = history->bytes->total;
    }
    return bookmark_print(stream, &history->bookmark, error);
}

/* What a row holds is private: only its place is named. */
static void leave_row_out(struct history *history, const char *reason)
{
    reasons_add(&history->left_out, reason);
    if (history->file_left_out++ < NAMED_PER_FILE)
        log_warning("%s, row %zu: %s; it is left out", history->file,
                    elements_count(history->elements), reason);
}

static bool print_message(void *context, jv message, struct error *error)
{
    bool *printed = context;

    *printed = true;
    return messages_print_one(message, error);
}

/* Prints what the jq program makes of a row that it has to see itself. */
static bool print_odd_row(struct history *history, char *text, size_t length)
{
    struct shape_page page = {.context = history->context};
    struct error error = {0};
    bool printed = false, done;

    if (length > INT_MAX || !json_scan(history->whole, text, length, &error)) {
        leave_row_out(history, "it is no JSON");
        return true;
    }
    page.body = json_parse(history->parser, text, length);
    done = shape_page_messages(history->shape, &page, print_message, &printed, &error);
    jv_free(page.body);
    if (!done && error.status != EX_PROTOCOL) {
        history->error = error;
        return false;
    }
    if (printed)
        history->bookmark.processed++;
    else
        leave_row_out(history, done ? "it makes no sense" : error.text);
    return true;
}

static bool print_row(struct history *history, char *text, size_t length)
{
    struct plain_row row;
    enum forms_result result = FORMS_NONE;

    if (plain_row_read(text, length, &row))
        result = forms_fill(history->forms, &row, &history->line, &history->error);
    if (result == FORMS_NONE)
        return print_odd_row(history, text, length);
    if (result == FORMS_FAILED ||
        !output_line(history->line.bytes, history->line.length, &history->error))
        return false;
    history->bookmark.processed++;
    return true;
}

/* Prints the rows that are whole in what was read. *broken says that nothing follows that could be
 * rows. False with history->error. */
static bool print_rows(struct history *history, bool *broken)
{
    enum elements_result result;
    char *text;
    size_t length;

    while ((result = elements_next(history->elements, &text, &length)) != ELEMENTS_WANTING &&
           result != ELEMENTS_BROKEN) {
        if (result == ELEMENTS_TOO_LONG)
            leave_row_out(history, "it is over a megabyte long");
        else if (!print_row(history, text, length))
            return false;
        if (++history->bookmark.total % STATE_ROWS == 0 &&
            !print_history_state(history, &history->error))
            return false;
    }
    *broken = result == ELEMENTS_BROKEN;
    return true;
}

void history_miss(struct history *history, const struct error *error)
{
    log_error("%s", error->text);
    if (history->missed.status == EX_OK)
        history->missed = *error;
}

static void miss_rest(struct history *history, bool broken)
{
    size_t count = elements_count(history->elements);
    struct error error;

    if (broken && count == 0)
        (void)error_set(&error, EX_DATAERR, "%.400s is no JSON array of rows", history->file);
    else
        (void)error_set(&error, EX_DATAERR,
                        "%.300s %s after row %zu; the rows up to there are kept", history->file,
                        broken ? "is broken" : "ends in the middle", count);
    history_miss(history, &error);
}

/* Prints the rows of the file. False with history->error. */
static bool print_file(struct history *history, export_read *read, void *file)
{
    bool broken = false;

    for (;;) {
        struct error error;
        size_t room, length;
        char *bytes = elements_room(history->elements, &room);
        if (!bytes)
            return error_no_memory(&history->error);
        if (!read(file, bytes, room, &length, &error)) {
            history_miss(history, &error);
            return true;
        }
        if (length == 0)
            break;
        elements_added(history->elements, length);
        if (!print_rows(history, &broken))
            return false;
        if (broken)
            break;
    }
    if (broken || !elements_complete(history->elements))
        miss_rest(history, broken);
    return true;
}

bool history_take(void *context, const char *name, export_read *read, void *file)
{
    struct history *history = context;

    history->file = name;
    history->file_left_out = 0;
    elements_restart(history->elements);
    if (!print_file(history, read, file))
        return false;
    if (history->file_left_out > NAMED_PER_FILE)
        log_warning("%s: %zu more rows are left out", name,
                    history->file_left_out - NAMED_PER_FILE);
    return print_history_state(history, &history->error);
}

static void say_what_was_left_out(const struct history *history)
{
    struct buffer why = {0};

    if (history->left_out.count > 0 && reasons_print(&history->left_out, &why))
        log_warning("%zu of %lld rows are left out: %s", history->left_out.count,
                    (long long)history->bookmark.total, why.bytes);
    buffer_free(&why);
}

bool history_end(struct history *history, struct error *error)
{
    bool whole = history->missed.status == EX_OK;

    say_what_was_left_out(history);
    history->bookmark.has_more = !whole;
    history->bookmark.error = whole ? NULL : history->missed.text;
    if (!print_history_state(history, error)) {
        log_error("%s", error->text);
        return false;
    }
    if (!whole)
        *error = history->missed;
    return whole;
}
