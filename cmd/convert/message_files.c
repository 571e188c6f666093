#include "message_files.h"

#include "base/lines.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { NAMED_BAD_LINES = 10 };

static void name_bad_line(const char *name, const struct lines *lines, const char *reason,
                          size_t *bad)
{
    if ((*bad)++ < NAMED_BAD_LINES)
        log_error("%s, line %zu: %s; it is left out", name, lines_number(lines), reason);
}

/* Takes the lines that were read. *ended says whether there are no more. */
static bool take_lines(const char *name, struct lines *lines, struct message_table *table,
                       size_t *bad, bool *ended, struct error *error)
{
    enum lines_result result;
    const char *line;
    size_t length;

    while ((result = lines_next(lines, &line, &length)) == LINES_LINE || result == LINES_TOO_LONG) {
        if (result == LINES_TOO_LONG)
            name_bad_line(name, lines, "too long", bad);
        else if (!lines_is_blank(line, length) && !message_table_add(table, line, length, error)) {
            if (error->status != EX_DATAERR)
                return false;
            name_bad_line(name, lines, error->text, bad);
        }
    }
    *ended = result == LINES_END;
    return true;
}

bool message_files_read(const char *path, struct message_table *table, size_t *bad,
                        struct error *error)
{
    bool is_input = strcmp(path, "-") == 0;
    const char *name = is_input ? "standard input" : path;
    int fd = is_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    struct lines *lines;
    struct error reason;
    bool ended = false, done;

    if (fd < 0)
        return error_set(error, EX_IOERR, "cannot open %.200s: %s", path, strerror(errno));
    lines = lines_open(fd, error);
    done = lines != NULL;
    while (done && !ended) {
        done = take_lines(name, lines, table, bad, &ended, error);
        if (done && !ended && !(done = lines_read(lines, &reason)))
            (void)error_set(error, reason.status, "%.200s: %s", name, reason.text);
    }
    lines_close(lines);
    if (!is_input)
        (void)close(fd); /* it was only read */
    return done;
}
