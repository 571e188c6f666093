/* A fuzzer of convert, for libFuzzer: whatever the messages are, each format makes lines of their
 * lists, a row of CSV has its cells in quotes, and none is a formula to a spreadsheet. */
#include "../../cmd/convert/message_table.h" /* NOLINT(bugprone-suspicious-include) */
#include "base/home.h"
#include "format/formats.h"
#include "format/list_printing.h"
#include "support/check.h"

#include <string.h>

enum { MOST_FORMATS = 32 };

/* The first line of a list of CSV has these. */
struct seen_rows {
    bool is_csv;
    char separator;
    bool is_past_head;
    size_t cells;
};

static size_t check_row(const char *line, size_t length, char separator)
{
    const char *at = line, *end = line + length;
    size_t cells = 0;

    do {
        CHECK(at < end && *at == '"');
        at++;
        CHECK(at < end && !memchr("=+-@\t\r\n", *at, 7));
        for (; at < end && (*at != '"' || (at + 1 < end && at[1] == '"')); at++)
            at += *at == '"';
        CHECK(at < end);
        at++;
        cells++;
    } while (at < end && *at++ == separator);
    CHECK(at == end);
    return cells;
}

static bool see_line(void *context, const char *line, size_t length, struct error *error)
{
    struct seen_rows *seen = context;

    (void)error;
    if (seen->is_csv && seen->is_past_head) {
        size_t cells = check_row(line, length, seen->separator);
        CHECK(seen->cells == 0 || seen->cells == cells);
        seen->cells = cells;
    }
    seen->is_past_head = true;
    return true;
}

static struct format *formats[MOST_FORMATS];

static void close_formats(void)
{
    for (size_t i = 0; i < MOST_FORMATS; i++)
        format_close(formats[i]);
}

static struct format *format_number(size_t number)
{
    static bool is_closing_at_end;
    struct error error;

    if (!is_closing_at_end)
        CHECK(atexit(close_formats) == 0);
    is_closing_at_end = true;
    if (!formats[number]) {
        CHECK(home_hide(&error));
        formats[number] = format_open(format_programs[number].name, &error);
        CHECK(formats[number] && format_about(formats[number], &error));
    }
    return formats[number];
}

static void print_lists(struct list_source *source, struct format *format)
{
    struct error error;
    const struct format_about *about = format_about(format, &error);
    size_t count;
    const struct known_list *lists = list_source_lists(source, &count);

    for (size_t i = 0; i < count; i++) {
        struct seen_rows seen = {.is_csv = strcmp(about->extension, "csv") == 0,
                                 .separator = about->separator};
        struct format_sink sink = {.take = see_line, .context = &seen};
        struct list_printing printing = {.source = source, .format = format, .sink = &sink};
        const bool chosen = format_takes(format, lists[i].holds);

        /* What makes no sense is an error. */
        CHECK(list_printing_run(&printing, &lists[i], &chosen, 1, &error) ||
              error.status == EX_DATAERR);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *at = (const char *)data, *end = at + size;
    struct error error;
    struct message_table *table;
    struct list_source *source;
    size_t count = 0;

    if (size == 0)
        return 0;
    table = message_table_new(&error);
    CHECK(table);
    while (++at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline ? newline : end;
        CHECK(message_table_add(table, at, (size_t)(stop - at), &error) ||
              error.status == EX_DATAERR);
        at = stop;
    }
    CHECK(message_table_settle(table, &error));
    source = list_source_open(message_table_database(table), &message_table_queries, &error);
    CHECK(source);
    while (count < MOST_FORMATS && format_programs[count].name)
        count++;
    CHECK(count > 0);
    print_lists(source, format_number(data[0] % count));
    list_source_close(source);
    message_table_free(table);
    return 0;
}
