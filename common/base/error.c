#include "base/error.h"
#undef error_set
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

bool error_set(struct error *error, int status, const char *format, ...)
{
    va_list arguments;

    int length;

    error->status = status;
    va_start(arguments, format);
    length = vsnprintf(error->text, sizeof error->text, format, arguments);
    if (length < 0)
        error->text[0] = '\0';
    else if ((size_t)length >= sizeof error->text)
        end_at_character(error->text, sizeof error->text - 1);
    va_end(arguments);
    return false;
}

bool error_no_memory(struct error *error)
{
    return error_set(error, EX_OSERR, "out of memory");
}
