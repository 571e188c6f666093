/* A fuzzer of read-history, for libFuzzer: any file gives messages that can go into a pipe and keep
 * what is private, or one clear error; and the same file in other pieces gives the same messages.
 * What begins as a zip does is read as one. */
#include "../../cmd/read-history/history.h"
#include "../../cmd/read-history/export_zip.h"
#include "../../cmd/read-history/forms.h"
#include "base/home.h"
#include "base/log.h"
#include "base/output.h"
#include "support/check.h"
#include "support/sink.h"
#include "json/json.h"

#include <string.h>

extern const char cmd_read_history_streaming_history_jq[];

/* One for the export as it is, one for the same in small pieces, and what forms are compared with.
 */
static struct history *histories[2];
static struct shape *shape;
static struct forms *forms;
static jv context;

void __wrap_log_error(const char *format, ...);

/* What is said of broken files is not to fill the fuzzer's log. */
void __wrap_log_error(const char *format, ...)
{
    CHECK(*format);
}

/* libjq's memory hides from the leak checker while it is in use. */
static void close_all(void)
{
    history_close(histories[0]);
    history_close(histories[1]);
    forms_free(forms);
    shape_close(shape);
    jv_free(context);
}

static void open_all(void)
{
    struct buffer schemas = {0};
    struct error error;

    if (shape)
        return;
    CHECK(home_hide(&error));
    log_open("read-history", LOG_LEVEL_ERROR);
    histories[0] = history_open(true, NULL, NULL, &error);
    histories[1] = history_open(true, NULL, NULL, &error);
    shape = shape_open("streaming_history", cmd_read_history_streaming_history_jq, COMPILE_AHEAD,
                       &error);
    CHECK(histories[0] && histories[1] && shape);
    context = JV_OBJECT(jv_string("keep_device"), jv_true());
    forms = forms_new(shape, context, &error);
    CHECK(forms && atexit(close_all) == 0);
    CHECK(output_flush(&error));
    sink_take(&schemas);
    buffer_free(&schemas);
}

struct pieces {
    const uint8_t *data;
    size_t size, longest;
};

static bool read_piece(void *file, char *bytes, size_t size, size_t *length, struct error *error)
{
    struct pieces *pieces = file;

    (void)error;
    *length = pieces->size < size ? pieces->size : size;
    if (*length > pieces->longest)
        *length = pieces->longest;
    memcpy(bytes, pieces->data, *length);
    pieces->data += *length;
    pieces->size -= *length;
    return true;
}

/* Every record has a time, and no member that the program does not know. */
static void look_at_messages(const struct buffer *printed)
{
    static struct json_paths *paths;
    static int type, ts, private;
    struct error error;
    const char *line = printed->bytes;

    if (!paths) {
        paths = json_paths_new(&error);
        CHECK(paths);
        type = json_paths_add(paths, "type", &error);
        ts = json_paths_add(paths, "record.ts", &error);
        private = json_paths_add(paths, "record.username", &error);
    }
    for (size_t left = printed->length; left > 0;) {
        const char *end = memchr(line, '\n', left);
        CHECK(end && json_scan(paths, line, (size_t)(end - line), &error));
        if (json_is(json_value(paths, type), "RECORD")) {
            CHECK(json_value(paths, ts)->kind == JSON_STRING);
            CHECK(json_value(paths, private)->kind == JSON_ABSENT);
        } else {
            CHECK(json_is(json_value(paths, type), "STATE"));
        }
        left -= (size_t)(end - line) + 1;
        line = end + 1;
    }
}

static void read_file(struct history *history, const uint8_t *data, size_t size, size_t longest,
                      struct buffer *printed)
{
    struct error error = {0};
    struct pieces pieces = {.data = data, .size = size, .longest = longest};
    struct export_visitor visitor = {.take = history_take, .context = history};

    if (size > 1 && data[0] == 'P' && data[1] == 'K') {
        if (!export_visit_zip("file", read_piece, &pieces, &visitor, &error))
            CHECK(!visitor.stopped && error.status == EX_DATAERR && *error.text);
    } else {
        CHECK(history_take(history, "file", read_piece, &pieces));
    }
    CHECK(output_flush(&error));
    sink_take(printed);
}

/* What a form gave and the program gives of the same row. */
static bool compare_message(void *line, jv message, struct error *error)
{
    const struct buffer *filled = line;

    (void)error;
    CHECK(jv_equal(message, jv_parse_sized(filled->bytes, (int)filled->length)));
    return true;
}

static void compare_form(const char *text, size_t length)
{
    struct plain_row row;
    struct buffer line = {0};
    struct error error;
    enum forms_result result;

    if (!plain_row_read(text, length, &row))
        return;
    result = forms_fill(forms, &row, &line, &error);
    CHECK(result != FORMS_FAILED);
    if (result == FORMS_FILLED) {
        struct shape_page page = {.body = jv_parse_sized(text, (int)length), .context = context};
        CHECK(shape_page_messages(shape, &page, compare_message, &line, &error));
        jv_free(page.body);
    }
    buffer_free(&line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer once = {0}, again = {0};

    sink_open();
    open_all();
    if (size > 2)
        compare_form((const char *)data + 1, size - 2);
    read_file(histories[0], data, size, SIZE_MAX, &once);
    look_at_messages(&once);
    read_file(histories[1], data, size, size % 7 + 1, &again);
    CHECK(once.length == again.length &&
          (once.length == 0 || memcmp(once.bytes, again.bytes, once.length) == 0));
    buffer_free(&once);
    buffer_free(&again);
    return 0;
}
