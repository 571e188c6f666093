#include "batch.h"
#include "base/timestamp.h"
#include "kept.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LINES = 5000, MOST_BYTES = 7 << 20, LONGEST_WAIT_MS = 200 };

static bool reserve_line(struct batch *batch)
{
    size_t capacity = batch->capacity ? batch->capacity * 2 : 1024;
    struct batch_line *lines;
    struct batch_place *places;

    if (batch->count < batch->capacity)
        return true;
    lines = realloc(batch->lines, capacity * sizeof *lines);
    if (!lines)
        return false;
    batch->lines = lines;
    places = realloc(batch->places, capacity * sizeof *places);
    if (!places)
        return false;
    batch->places = places;
    batch->capacity = capacity;
    return true;
}

/* Adds a line; one that is too long has no text. */
static bool add_line(struct batch *batch, const char *line, size_t length, struct scanner *scanner)
{
    static const char zeros[KEPT_ALIGNMENT];
    struct batch_line *new = &batch->lines[batch->count];
    size_t odd = batch->bytes.length % KEPT_ALIGNMENT;
    size_t start = batch->bytes.length + (odd > 0 ? KEPT_ALIGNMENT - odd : 0);

    *new = (struct batch_line){.message.kind = MESSAGE_BAD, .start = start};
    /* Of a SCHEMA nothing may be kept, but it too has a place in the bytes. */
    if (!buffer_reserve(&batch->bytes, KEPT_ALIGNMENT) ||
        !buffer_append(&batch->bytes, zeros, start - batch->bytes.length))
        return false;
    if (line ? !scanner_take(scanner, line, length, &new->message, &batch->bytes)
             : !buffer_append_format(&batch->bytes, "the line is longer than %zu MiB",
                                     LINES_LONGEST >> 20))
        return false;
    new->length = batch->bytes.length - start;
    batch->plain = batch->plain && new->message.kind != MESSAGE_BAD &&
                   (new->message.kind != MESSAGE_RECORD || new->message.typed);
    batch->count++;
    return true;
}

enum taken { TAKEN_ALL, TAKEN_TO_END, BATCH_FULL, NO_MEMORY };

/* Takes the lines that are there, as long as the batch has room for another. */
static enum taken take_lines(struct batch *batch, struct lines *lines, struct scanner *scanner,
                             struct error *error)
{
    while (batch->count < MOST_LINES && batch->bytes.length < MOST_BYTES) {
        const char *line = NULL;
        size_t length = 0;
        enum lines_result result = lines_next(lines, &line, &length);

        if (result == LINES_WANTING)
            return TAKEN_ALL;
        if (result == LINES_END)
            return TAKEN_TO_END;
        if (result == LINES_LINE && lines_is_blank(line, length))
            continue;
        if (!reserve_line(batch) || !add_line(batch, line, length, scanner)) {
            (void)error_no_memory(error);
            return NO_MEMORY;
        }
        batch->lines[batch->count - 1].number = lines_number(lines);
    }
    return BATCH_FULL;
}

bool batch_read(struct batch *batch, struct lines *lines, int fd, struct scanner *scanner,
                struct error *error)
{
    int64_t until = 0;

    batch->count = 0;
    batch->bytes.length = 0;
    batch->plain = true;
    if (batch->bytes.capacity > 2 * MOST_BYTES) /* a giant line was in it */
        buffer_free(&batch->bytes);
    for (;;) {
        switch (take_lines(batch, lines, scanner, error)) {
        case TAKEN_TO_END:
            batch->last = true;
            return true;
        case BATCH_FULL:
            return true;
        case NO_MEMORY:
            return false;
        case TAKEN_ALL:
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
            if (ready < 0 && errno == EINTR)
                continue;
            if (ready < 0)
                return error_set(error, EX_IOERR, "cannot wait for input: %s", strerror(errno));
        }
        if (!lines_read(lines, error))
            return false;
    }
}

void batch_free(struct batch *batch)
{
    buffer_free(&batch->bytes);
    free(batch->lines);
    free(batch->places);
    *batch = (struct batch){0};
}
