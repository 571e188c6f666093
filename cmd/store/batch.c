#include "batch.h"
#include "timestamp.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>

enum { MOST_LINES = 10000, MOST_BYTES = 15 << 20, LONGEST_WAIT_MS = 200 };

static bool is_blank(const char *line, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r')
            return false;
    return true;
}

static bool add_line(struct batch *batch, const char *line, size_t length, size_t number,
                     bool too_long)
{
    if (batch->count == batch->capacity) {
        size_t capacity = batch->capacity ? batch->capacity * 2 : 1024;
        struct batch_line *lines = realloc(batch->lines, capacity * sizeof *lines);
        if (!lines)
            return false;
        batch->lines = lines;
        batch->capacity = capacity;
    }
    batch->lines[batch->count] = (struct batch_line){batch->bytes.length, length, number, too_long};
    if (!buffer_append(&batch->bytes, line, length))
        return false;
    batch->count++;
    return true;
}

/* Takes the lines that are there, as long as the batch has room for another. */
static enum lines_result take_lines(struct batch *batch, struct lines *lines, struct error *error)
{
    const char *line = "";
    size_t length;

    while (batch->count < MOST_LINES && batch->bytes.length < MOST_BYTES) {
        enum lines_result result = lines_next(lines, &line, &length);
        if (result == LINES_WANTING || result == LINES_END)
            return result;
        if (result == LINES_TOO_LONG)
            length = 0;
        else if (is_blank(line, length))
            continue;
        if (!add_line(batch, line, length, lines_number(lines), result == LINES_TOO_LONG)) {
            (void)error_no_memory(error);
            return LINES_TOO_LONG;
        }
    }
    return LINES_LINE;
}

bool batch_read(struct batch *batch, struct lines *lines, int fd, struct error *error)
{
    int64_t until = 0;

    batch->count = 0;
    batch->bytes.length = 0;
    if (batch->bytes.capacity > 2 * MOST_BYTES) /* a giant line was in it */
        buffer_free(&batch->bytes);
    for (;;) {
        switch (take_lines(batch, lines, error)) {
        case LINES_END:
            batch->last = true;
            return true;
        case LINES_LINE:
            return true;
        case LINES_TOO_LONG:
            return false;
        case LINES_WANTING:
            break;
        }
        if (batch->count > 0) {
            struct pollfd readable = {.fd = fd, .events = POLLIN};
            int64_t now = timestamp_monotonic();
            int ready;
            if (until == 0)
                until = now + LONGEST_WAIT_MS * INT64_C(1000);
            ready = poll(&readable, 1, now < until ? (int)((until - now + 999) / 1000) : 0);
            if (ready == 0 || now >= until)
                return true;
            if (ready < 0 && errno != EINTR)
                return error_set(error, EX_IOERR, "cannot wait for input");
        }
        if (!lines_read(lines, error))
            return false;
    }
}

void batch_free(struct batch *batch)
{
    buffer_free(&batch->bytes);
    free(batch->lines);
    *batch = (struct batch){0};
}
