#include "base/lines.h"
#include "base/buffer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { READ_SIZE = 128 * 1024 };

struct lines {
    int fd;
    bool ended;    /* read(2) told the end */
    bool dropping; /* inside a line that is too long */
    size_t number;
    struct buffer buffer;
    size_t start;   /* where the next line begins in the buffer */
    size_t scanned; /* up to here there is no newline behind start */
};

struct lines *lines_open(int fd, struct error *error)
{
    struct lines *lines = calloc(1, sizeof *lines);

    if (!lines) {
        (void)error_no_memory(error);
        return NULL;
    }
    lines->fd = fd;
    return lines;
}

enum lines_result lines_next(struct lines *lines, const char **line, size_t *length)
{
    char *bytes = lines->buffer.bytes;
    size_t end = lines->buffer.length;
    char *newline =
        lines->scanned < end ? memchr(bytes + lines->scanned, '\n', end - lines->scanned) : NULL;
    size_t line_end = newline ? (size_t)(newline - bytes) : end;
    size_t line_start = lines->start;
    bool last = !newline && lines->ended;

    lines->scanned = line_end;
    if (last && line_start == end && !lines->dropping)
        return LINES_END;
    if (!newline && !last) {
        if (line_end - line_start > LINES_LONGEST)
            lines->dropping = true;
        if (lines->dropping)
            lines->start = lines->scanned = end;
        return LINES_WANTING;
    }
    lines->start = lines->scanned = newline ? line_end + 1 : end;
    lines->number++;
    if (lines->dropping || line_end - line_start > LINES_LONGEST) {
        lines->dropping = false;
        return LINES_TOO_LONG;
    }
    *line = bytes + line_start;
    *length = line_end - line_start;
    return LINES_LINE;
}

bool lines_is_blank(const char *line, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r')
            return false;
    return true;
}

bool lines_read(struct lines *lines, struct error *error)
{
    ssize_t count;

    if (lines->ended)
        return true;
    buffer_drop(&lines->buffer, lines->start);
    lines->scanned -= lines->start;
    lines->start = 0;
    if (!buffer_reserve(&lines->buffer, READ_SIZE))
        return error_no_memory(error);
    do
        count = read(lines->fd, lines->buffer.bytes + lines->buffer.length, READ_SIZE);
    while (count < 0 && errno == EINTR);
    if (count < 0)
        return error_set(error, EX_IOERR, "cannot read the input: %s", strerror(errno));
    lines->buffer.length += (size_t)count;
    lines->ended = count == 0;
    return true;
}

size_t lines_number(const struct lines *lines)
{
    return lines->number;
}

void lines_close(struct lines *lines)
{
    if (!lines)
        return;
    buffer_free(&lines->buffer);
    free(lines);
}
