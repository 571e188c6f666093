#include "list/known_file.h"

#include <string.h>

const char known_file_ids[] = "SELECT record ->> '$.id' FROM known";

static bool take_line_or_message(void *context, const char *line, size_t length,
                                 struct error *error)
{
    struct known_file *file = context;

    if (*line != '{')
        return file->take(file->context, line, length, error);
    if (!file->records && !(file->records = known_records_open(file->streams, error)))
        return false;
    return known_records_take(file->records, line, length, error);
}

static bool give_records(const char *name, const struct known_file *file, struct error *error)
{
    struct error reason;

    return known_records_lines(file->records, file->query, file->take, file->context, &reason) ||
           error_set(error, reason.status, "%.200s: %s",
                     strcmp(name, "-") == 0 ? "standard input" : name, reason.text);
}

bool known_file_read(const char *name, struct known_file *file, struct error *error)
{
    return line_file_read(name, take_line_or_message, file, error) &&
           (!file->records || give_records(name, file, error));
}
