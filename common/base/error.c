#include "base/error.h"
#undef error_set
#undef error_set_limited
#undef error_no_memory

#include <stdarg.h>
#include <stdio.h>

/* A text that was cut to fit may end within a character of UTF-8: takes its beginning off. */
static void end_at_character(char *text, size_t length)
{
    size_t begin = length;

    while (begin > 0 && ((unsigned char)text[begin - 1] & 0xc0) == 0x80)
        begin--;
    if (begin > 0 && (unsigned char)text[begin - 1] >= 0xc0)
        text[begin - 1] = '\0';
}

__attribute__((format(printf, 2, 0))) static void set_text(struct error *error, const char *format,
                                                           va_list arguments)
{
    int length = vsnprintf(error->text, sizeof error->text, format, arguments);

    if (length < 0)
        error->text[0] = '\0';
    else if ((size_t)length >= sizeof error->text)
        end_at_character(error->text, sizeof error->text - 1);
}

bool error_set(struct error *error, int status, const char *format, ...)
{
    va_list arguments;

    error->status = status;
    error->reset_at = 0;
    va_start(arguments, format);
    set_text(error, format, arguments);
    va_end(arguments);
    return false;
}

bool error_set_limited(struct error *error, int64_t reset_at, const char *format, ...)
{
    va_list arguments;

    error->status = EXIT_LIMITED;
    error->reset_at = reset_at;
    va_start(arguments, format);
    set_text(error, format, arguments);
    va_end(arguments);
    return false;
}

bool error_no_memory(struct error *error)
{
    return error_set(error, EX_OSERR, "out of memory");
}
