#include "base/log.h"
#include "base/printable.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *program_name = "spotify-sync";
static enum log_level shown_level = LOG_LEVEL_WARNING;

void log_open(const char *program, enum log_level level)
{
    program_name = program;
    shown_level = level;
}

static void log_line(enum log_level level, const char *format, va_list arguments)
{
    char line[1024];
    size_t length;

    if (level > shown_level)
        return;
    (void)snprintf(line, sizeof line - 1, "%s: ", program_name);
    length = strlen(line);
    if (vsnprintf(line + length, sizeof line - 1 - length, format, arguments) < 0)
        return;
    length = strlen(line);
    printable(line, length);
    for (char *newline = line; (newline = strchr(newline, '\n'));)
        *newline = '?';
    line[length++] = '\n';
    if (write(STDERR_FILENO, line, length) < 0)
        return;
}

#define LOG_FUNCTION(name, level)                                                                  \
    void name(const char *format, ...)                                                             \
    {                                                                                              \
        va_list arguments;                                                                         \
        va_start(arguments, format);                                                               \
        log_line(level, format, arguments);                                                        \
        va_end(arguments);                                                                         \
    }

LOG_FUNCTION(log_error, LOG_LEVEL_ERROR)
LOG_FUNCTION(log_notice, LOG_LEVEL_ERROR)
LOG_FUNCTION(log_warning, LOG_LEVEL_WARNING)
LOG_FUNCTION(log_info, LOG_LEVEL_INFO)
LOG_FUNCTION(log_debug, LOG_LEVEL_DEBUG)
