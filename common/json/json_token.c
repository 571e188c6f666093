#include "json/json_token.h"

#include <string.h>

static bool is_digit(const char *at, const char *end)
{
    return at < end && *at >= '0' && *at <= '9';
}

static const char *skip_digits(const char *at, const char *end)
{
    while (is_digit(at, end))
        at++;
    return at;
}

/* Reads the digits before a point; number->whole is whether they fit. */
static const char *scan_integer(const char *at, const char *end, bool negative,
                                struct json_number *number)
{
    uint64_t magnitude = 0;
    uint64_t most = (uint64_t)INT64_MAX + negative;

    number->whole = true;
    for (; is_digit(at, end); at++) {
        unsigned digit = (unsigned)(*at - '0');
        if (magnitude > (most - digit) / 10)
            number->whole = false;
        else
            magnitude = magnitude * 10 + digit;
    }
    number->integer = negative ? (int64_t)(0 - magnitude) : (int64_t)magnitude;
    return at;
}

const char *json_number_scan(const char *at, const char *end, struct json_number *number,
                             struct json_fault *fault)
{
    bool negative = *at == '-';

    at += negative;
    if (!is_digit(at, end))
        return json_fault_set(fault, at, "no valid value");
    if (*at == '0' && is_digit(at + 1, end))
        return json_fault_set(fault, at + 1, "a number that begins with 0");
    at = scan_integer(at, end, negative, number);
    if (at < end && *at == '.') {
        number->whole = false;
        at++;
        if (!is_digit(at, end))
            return json_fault_set(fault, at, "a number without digits after its point");
        at = skip_digits(at, end);
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        number->whole = false;
        at++;
        if (at < end && (*at == '+' || *at == '-'))
            at++;
        if (!is_digit(at, end))
            return json_fault_set(fault, at, "a number without digits in its exponent");
        at = skip_digits(at, end);
    }
    return at;
}

const char *json_word_scan(const char *at, const char *end, const char *word,
                           struct json_fault *fault)
{
    size_t length = strlen(word);

    if ((size_t)(end - at) < length || memcmp(at, word, length) != 0)
        return json_fault_set(fault, at, "no valid value");
    return at + length;
}
