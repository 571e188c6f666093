#include "http/form.h"

#include <string.h>

static bool is_plain(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           (c && strchr("-._~", c));
}

bool form_add(struct buffer *form, const char *name, const char *value)
{
    char last = form->length ? form->bytes[form->length - 1] : '?';

    if ((last != '?' && !buffer_append(form, "&", 1)) || !buffer_append_format(form, "%s=", name))
        return false;
    for (; *value; value++)
        if (is_plain(*value) ? !buffer_append(form, value, 1)
                             : !buffer_append_format(form, "%%%02X", (unsigned char)*value))
            return false;
    return buffer_string(form) != NULL;
}

static int digit_of_hex(char c)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *found = c ? strchr(digits, c) : NULL;

    return found ? (int)(found - digits) % 16 : -1;
}

static bool decode(const char *text, const char *end, struct buffer *value)
{
    for (; text < end; text++) {
        char c = *text == '+' ? ' ' : *text;

        if (c == '%') {
            int high = end - text > 2 ? digit_of_hex(text[1]) : -1;
            int low = end - text > 2 ? digit_of_hex(text[2]) : -1;
            if (high < 0 || low < 0)
                return false;
            c = (char)(high * 16 + low);
            text += 2;
        }
        if (!c || !buffer_append(value, &c, 1))
            return false;
    }
    return buffer_string(value) != NULL;
}

bool form_get(const char *form, size_t length, const char *name, struct buffer *value)
{
    const char *end = form + length;
    size_t name_length = strlen(name);

    for (const char *field = form; field < end;) {
        const char *field_end = memchr(field, '&', (size_t)(end - field));

        if (!field_end)
            field_end = end;
        if ((size_t)(field_end - field) > name_length && field[name_length] == '=' &&
            memcmp(field, name, name_length) == 0)
            return decode(field + name_length + 1, field_end, value);
        field = field_end + 1;
    }
    return false;
}
