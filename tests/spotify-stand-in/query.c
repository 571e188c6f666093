#include "query.h"

#include <ctype.h>

static int hex_digit(char character)
{
    if (!isxdigit((unsigned char)character))
        return -1;
    return isdigit((unsigned char)character) ? character - '0'
                                             : tolower((unsigned char)character) - 'a' + 10;
}

static void decode(const char *from, size_t length, struct text *to)
{
    to->length = 0;
    for (size_t i = 0; i < length; i++) {
        char byte = from[i];
        if (byte == '+') {
            byte = ' ';
        } else if (byte == '%' && i + 2 < length && hex_digit(from[i + 1]) >= 0 &&
                   hex_digit(from[i + 2]) >= 0) {
            byte = (char)(hex_digit(from[i + 1]) * 16 + hex_digit(from[i + 2]));
            i += 2;
        }
        text_bytes(to, &byte, 1);
    }
    (void)text_string(to);
}

bool query_next(const char **at, struct text *name, struct text *value)
{
    const char *from = *at;

    while (*from == '&')
        from++;
    if (*from == '\0')
        return false;
    size_t length = strcspn(from, "&");
    size_t name_length = strcspn(from, "&=");
    decode(from, name_length, name);
    size_t skip = name_length < length ? name_length + 1 : length;
    decode(from + skip, length - skip, value);
    *at = from + length;
    return true;
}

bool query_get(const char *query, const char *name, struct text *value)
{
    struct text found = {0};
    bool result = false;

    while (!result && query_next(&query, &found, value))
        result = strcmp(found.bytes, name) == 0;
    if (!result) {
        value->length = 0;
        (void)text_string(value);
    }
    text_free(&found);
    return result;
}

bool query_number(const char *string, int64_t *number)
{
    bool negative = *string == '-';
    size_t digits = strspn(string + negative, "0123456789");

    if (digits == 0 || digits > 18 || string[negative + digits] != '\0')
        return false;
    *number = 0;
    for (const char *at = string + negative; *at != '\0'; at++)
        *number = *number * 10 + (*at - '0');
    if (negative)
        *number = -*number;
    return true;
}

void query_encode(struct text *text, const char *string)
{
    for (; *string != '\0'; string++) {
        if (isalnum((unsigned char)*string) || strchr("-._~", *string) != NULL)
            text_bytes(text, string, 1);
        else
            text_format(text, "%%%02X", (unsigned char)*string);
    }
}
