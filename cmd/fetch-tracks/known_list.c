#include "known_list.h"
#include "base/buffer.h"
#include "base/ids.h"
#include "base/line_file.h"
#include "base/timestamp.h"

#include <string.h>

static bool parse_place(const char *text, size_t length, int64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9' || *number > INT64_MAX / 100)
            return false;
        *number = *number * 10 + (text[i] - '0');
    }
    return length > 0;
}

/* What is read of the known list; gaps are gathered as binary numbers. */
struct known_lines {
    struct reconcile *reconcile;
    struct buffer gaps;
};

/* Takes "ID" or "ID ADDED_AT". */
static bool add_suspect(struct reconcile *reconcile, const char *text, size_t length,
                        struct error *error)
{
    const char *space = memchr(text, ' ', length);
    size_t id_length = space ? (size_t)(space - text) : length;
    int64_t added_at = RECONCILE_NO_TIME;

    if (!ids_valid(text, id_length) ||
        (space && !timestamp_parse(space + 1, length - id_length - 1, &added_at)))
        return error_set(error, EX_DATAERR, "expected an id, or an id and the time it was added");
    return reconcile_suspect(reconcile, text, id_length, added_at, error);
}

static bool add_known_line(void *context, const char *line, size_t length, struct error *error)
{
    struct known_lines *list = context;
    const char *space = memchr(line, ' ', length);
    size_t first = space ? (size_t)(space - line) : length;
    const char *rest = line + first + (space ? 1 : 0);
    size_t rest_length = length - first - (space ? 1 : 0);
    int64_t number;

    if (first == 3 && memcmp(line, "gap", 3) == 0 && parse_place(rest, rest_length, &number))
        return buffer_append(&list->gaps, &number, sizeof number) || error_no_memory(error);
    if (first == 7 && memcmp(line, "suspect", 7) == 0)
        return add_suspect(list->reconcile, rest, rest_length, error);
    if (!timestamp_parse(rest, rest_length, &number) || !ids_valid(line, first))
        return error_set(error, EX_DATAERR, "expected an id and the time it was added");
    return reconcile_know(list->reconcile, line, first, number, error);
}

bool known_list_read(const char *name, struct reconcile *reconcile, struct error *error)
{
    struct known_lines lines = {.reconcile = reconcile};
    bool done = line_file_read(name, add_known_line, &lines, error) &&
                reconcile_know_gaps(reconcile, (const int64_t *)(const void *)lines.gaps.bytes,
                                    lines.gaps.length / sizeof(int64_t), error);

    buffer_free(&lines.gaps);
    return done;
}
