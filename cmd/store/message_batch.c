#include "message_batch.h"
#include "base/timestamp.h"
#include "record.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LINES = 5000, MOST_BYTES = 7 << 20, LONGEST_WAIT_MS = 200 };

static bool reserve_message(struct message_batch *batch, struct error *error)
{
    size_t capacity = batch->capacity ? batch->capacity * 2 : 1024;
    struct batched_message *messages;
    struct batch_order_entry *order;

    if (batch->count < batch->capacity)
        return true;
    messages = realloc(batch->messages, capacity * sizeof *messages);
    if (!messages)
        return error_no_memory(error);
    batch->messages = messages;
    order = realloc(batch->order, capacity * sizeof *order);
    if (!order)
        return error_no_memory(error);
    batch->order = order;
    batch->capacity = capacity;
    return true;
}

/* Adds the message of a line; NULL is one that is too long. */
static bool add_message(struct message_batch *batch, const char *line, size_t length,
                        struct parser *parser, struct error *error)
{
    static const char zeros[RECORD_ALIGNMENT];
    struct batched_message *added = &batch->messages[batch->count];
    size_t odd = batch->bytes.length % RECORD_ALIGNMENT;
    size_t start = batch->bytes.length + (odd > 0 ? RECORD_ALIGNMENT - odd : 0);

    *added = (struct batched_message){.message.kind = MESSAGE_BAD, .start = start};
    /* A SCHEMA may leave nothing in the bytes, but `start` must still be a place in them. */
    if (!buffer_reserve(&batch->bytes, RECORD_ALIGNMENT) ||
        !buffer_append(&batch->bytes, zeros, start - batch->bytes.length) ||
        (!line && !buffer_append_format(&batch->bytes, "the line is longer than %zu MiB",
                                        LINES_LONGEST >> 20)))
        return error_no_memory(error);
    if (line && !parser_parse(parser, line, length, &added->message, &batch->bytes, error))
        return false;
    added->length = batch->bytes.length - start;
    batch->valid = batch->valid && added->message.kind != MESSAGE_BAD &&
                   (added->message.kind != MESSAGE_RECORD || added->message.valid);
    batch->count++;
    return true;
}

enum add_result { INPUT_WANTING, INPUT_ENDED, BATCH_FULL, ADDING_FAILED };

/* Adds the lines that have been read, while the batch has room for another. */
static enum add_result add_lines(struct message_batch *batch, const struct batch_input *input,
                                 struct parser *parser, struct error *error)
{
    size_t most_lines = (size_t)MOST_LINES << input->doublings;
    size_t most_bytes = (size_t)MOST_BYTES << input->doublings;

    while (batch->count < most_lines && batch->bytes.length < most_bytes) {
        const char *line = NULL;
        size_t length = 0;
        enum lines_result result = lines_next(input->lines, &line, &length);

        if (result == LINES_WANTING)
            return INPUT_WANTING;
        if (result == LINES_END)
            return INPUT_ENDED;
        if (result == LINES_LINE && lines_is_blank(line, length))
            continue;
        if (!reserve_message(batch, error) || !add_message(batch, line, length, parser, error))
            return ADDING_FAILED;
        batch->messages[batch->count - 1].line = lines_number(input->lines);
    }
    return BATCH_FULL;
}

static void clear(struct message_batch *batch)
{
    batch->count = 0;
    batch->bytes.length = 0;
    batch->valid = true;
    if (batch->bytes.capacity > (size_t)2 * MOST_BYTES
                                    << BATCH_MOST_DOUBLINGS) /* a giant line was in it */
        buffer_free(&batch->bytes);
}

/* Waits for input until a time (timestamp_monotonic). *ready is false if none came. */
static bool wait_for_input(int fd, int64_t until, bool *ready, struct error *error)
{
    struct pollfd readable = {.fd = fd, .events = POLLIN};
    int64_t now;
    int count;

    do {
        now = timestamp_monotonic();
        count = poll(&readable, 1, now < until ? (int)((until - now + 999) / 1000) : 0);
    } while (count < 0 && errno == EINTR);
    *ready = count > 0 && now < until;
    return count >= 0 || error_set(error, EX_IOERR, "cannot wait for input: %s", strerror(errno));
}

/* Waits for the first input of a batch, however long, as long as somebody reads the output. */
static bool wait_for_first_input(const struct batch_input *input, struct error *error)
{
    struct pollfd watched[] = {{.fd = input->fd, .events = POLLIN}, {.fd = input->output_fd}};

    while (poll(watched, 2, -1) < 0)
        if (errno != EINTR)
            return error_set(error, EX_IOERR, "cannot wait for input: %s", strerror(errno));
    return watched[0].revents != 0 ||
           error_set(error, EXIT_NO_READER, "nobody reads standard output any more");
}

bool message_batch_read(struct message_batch *batch, const struct batch_input *input,
                        struct parser *parser, struct error *error)
{
    int64_t until = 0;

    clear(batch);
    for (;;) {
        enum add_result result = add_lines(batch, input, parser, error);
        bool ready = true;

        batch->last = result == INPUT_ENDED;
        if (result != INPUT_WANTING)
            return result != ADDING_FAILED;
        if (batch->count > 0 && until == 0)
            until = timestamp_monotonic() + LONGEST_WAIT_MS * INT64_C(1000);
        if (!input->is_file && (batch->count > 0 ? !wait_for_input(input->fd, until, &ready, error)
                                                 : !wait_for_first_input(input, error)))
            return false;
        if (!ready)
            return true;
        if (!lines_read(input->lines, error))
            return false;
    }
}

void message_batch_free(struct message_batch *batch)
{
    buffer_free(&batch->bytes);
    free(batch->messages);
    free(batch->order);
    *batch = (struct message_batch){0};
}
