#include "base/line_file.h"
#include "base/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Gives out the lines that are there. */
static bool give_lines(const char *name, struct lines *lines, line_file_take *take, void *context,
                       enum lines_result *result, struct error *error)
{
    struct error reason = {.status = EX_OK};
    const char *line;
    size_t length;

    while ((*result = lines_next(lines, &line, &length)) == LINES_LINE)
        if (length && !take(context, line, length, &reason))
            break;
    if (*result == LINES_TOO_LONG)
        (void)error_set(&reason, EX_DATAERR, "too long");
    return reason.status == EX_OK || error_set(error, reason.status, "%.200s, line %zu: %s", name,
                                               lines_number(lines), reason.text);
}

static bool refill_lines(const char *name, struct lines *lines, struct error *error)
{
    struct error reason;

    return lines_read(lines, &reason) ||
           error_set(error, reason.status, "%.200s: %s", name, reason.text);
}

bool line_file_read(const char *name, line_file_take *take, void *context, struct error *error)
{
    bool standard_input = strcmp(name, "-") == 0;
    int fd = standard_input ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    enum lines_result result = LINES_WANTING;
    struct lines *lines;
    bool well;

    if (fd < 0)
        return error_set(error, EX_IOERR, "cannot open %.200s: %s", name, strerror(errno));
    if (standard_input)
        name = "standard input";
    lines = lines_open(fd, error);
    well = lines != NULL;
    while (well && result != LINES_END)
        well = give_lines(name, lines, take, context, &result, error) &&
               (result == LINES_END || refill_lines(name, lines, error));
    lines_close(lines);
    if (!standard_input)
        (void)close(fd);
    return well;
}

static bool add_line_id(void *context, const char *line, size_t length, struct error *error)
{
    if (!ids_valid(line, length))
        return error_set(error, EX_DATAERR, "not an id");
    return ids_add(context, line, length, NULL, error);
}

bool line_file_read_ids(const char *name, struct ids *ids, struct error *error)
{
    return line_file_read(name, add_line_id, ids, error);
}
