#include "script.h"

#include <string.h>

bool script_next(struct script *script, const char **step, size_t *length)
{
    const char *end;

    if (!script->text)
        return false;
    end = script->left ? memmem(script->text, script->left, "\n=", 2) : NULL;
    *step = script->text;
    *length = end ? (size_t)(end - script->text) : script->left;
    script->text = end ? end + 2 : NULL;
    script->left = end ? script->left - *length - 2 : 0;
    return true;
}

int64_t script_number(const char **step, size_t *length)
{
    bool negative = *length && **step == '-';
    uint64_t number = 0;

    if (negative) {
        ++*step;
        --*length;
    }
    for (; *length && **step >= '0' && **step <= '9'; ++*step, --*length)
        number = number < UINT64_MAX / 100 ? number * 10 + (uint64_t)(**step - '0') : number;
    if (*length) {
        ++*step;
        --*length;
    }
    if (number > INT64_MAX)
        number = INT64_MAX;
    return negative ? -(int64_t)number : (int64_t)number;
}
