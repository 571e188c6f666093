#include "error.h"

#include <stdarg.h>
#include <stdio.h>

bool error_set(struct error *error, int status, const char *format, ...)
{
    va_list arguments;

    error->status = status;
    va_start(arguments, format);
    if (vsnprintf(error->text, sizeof error->text, format, arguments) < 0)
        error->text[0] = '\0';
    va_end(arguments);
    return false;
}

bool error_no_memory(struct error *error)
{
    return error_set(error, EX_OSERR, "out of memory");
}
