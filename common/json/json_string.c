#include "json/json_string.h"

#include <stdint.h>
#include <string.h>

/* U+FFFD stands for what is no character, as text and as a number. */
#define REPLACEMENT "\xef\xbf\xbd"

enum { REPLACEMENT_NUMBER = 0xfffd, DEL = 0x7f };

const char *json_fault_set(struct json_fault *fault, const char *at, const char *reason)
{
    *fault = (struct json_fault){at, reason};
    return NULL;
}

/* A bit in each byte of a word of eight that ends a run of plain characters: a quote, a backslash,
 * a control character (DEL is one), or what is not ASCII. The text's first byte is the lowest. */
static inline uint64_t special_bytes(const char *at)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    const uint64_t highs = ones << 7;
    uint64_t word, quote, backslash, control, delete;

    memcpy(&word, at, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    quote = word ^ (ones * '"');
    backslash = word ^ (ones * '\\');
    control = word - ones * ' ';
    delete = word + ones;
    /* A borrow or a carry may mark a byte falsely, but only above one that is marked rightly. */
    return ((quote - ones) | (backslash - ones) | control | delete | word) & highs;
}

/* Where the run of plain characters from `at` on ends. */
static inline const char *skip_plain(const char *at, const char *end)
{
    for (; end - at >= 8; at += 8) {
        uint64_t special = special_bytes(at);
        if (special)
            return at + __builtin_ctzll(special) / 8;
    }
    while (at < end && (unsigned char)*at >= ' ' && (unsigned char)*at < DEL && *at != '"' &&
           *at != '\\')
        at++;
    return at;
}

/* The length of the well-formed UTF-8 sequence at `at`, which is not ASCII; 0 if it is none. */
static size_t utf8_length(const unsigned char *at, const unsigned char *end)
{
    size_t left = (size_t)(end - at);
    unsigned char least = 0x80, most = 0xbf;
    size_t length;

    if (at[0] < 0xc2 || at[0] > 0xf4)
        return 0;
    length = at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
    if (left < length)
        return 0;
    if (at[0] == 0xe0)
        least = 0xa0; /* shorter forms exist below */
    else if (at[0] == 0xed)
        most = 0x9f; /* surrogates above */
    else if (at[0] == 0xf0)
        least = 0x90;
    else if (at[0] == 0xf4)
        most = 0x8f; /* U+10FFFF is the last */
    if (at[1] < least || at[1] > most)
        return 0;
    for (size_t i = 2; i < length; i++)
        if (at[i] < 0x80 || at[i] > 0xbf)
            return 0;
    return length;
}

static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

/* Checks the escape whose backslash stands at `at`. */
static const char *scan_escape(const char *at, const char *end, struct json_fault *fault)
{
    if (end - at < 2)
        return json_fault_set(fault, at, "an unterminated string");
    if (at[1] != 'u')
        return at[1] && strchr("\"\\/bfnrt", at[1])
                   ? at + 2
                   : json_fault_set(fault, at, "an unknown escape");
    if (end - at < 6)
        return json_fault_set(fault, at, "an unterminated string");
    for (int i = 2; i < 6; i++)
        if (hex_value(at[i]) < 0)
            return json_fault_set(fault, at, "\\u without four hexadecimal digits");
    return at + 6;
}

const char *json_string_scan(const char *at, const char *end, bool *escaped,
                             struct json_fault *fault)
{
    *escaped = false;
    for (;;) {
        at = skip_plain(at, end);
        if (at == end)
            return json_fault_set(fault, at, "an unterminated string");
        if (*at == '"')
            return at;
        if (*at == '\\') {
            *escaped = true;
            at = scan_escape(at, end, fault);
            if (!at)
                return NULL;
        } else if ((unsigned char)*at >= 0x80) {
            size_t length = utf8_length((const unsigned char *)at, (const unsigned char *)end);
            if (length == 0)
                return json_fault_set(fault, at, "invalid UTF-8");
            at += length;
        } else if ((unsigned char)*at < ' ') {
            return json_fault_set(fault, at, "a control character in a string");
        } else {
            at++;
        }
    }
}

static unsigned hex_unit(const char *at)
{
    unsigned unit = 0;

    for (int i = 0; i < 4; i++)
        unit = unit << 4 | (unsigned)hex_value(at[i]);
    return unit;
}

static char *put_utf8(char *to, unsigned character)
{
    if (character < 0x80) {
        *to++ = (char)character;
    } else if (character < 0x800) {
        *to++ = (char)(0xc0 | character >> 6);
        *to++ = (char)(0x80 | (character & 0x3f));
    } else if (character < 0x10000) {
        *to++ = (char)(0xe0 | character >> 12);
        *to++ = (char)(0x80 | (character >> 6 & 0x3f));
        *to++ = (char)(0x80 | (character & 0x3f));
    } else {
        *to++ = (char)(0xf0 | character >> 18);
        *to++ = (char)(0x80 | (character >> 12 & 0x3f));
        *to++ = (char)(0x80 | (character >> 6 & 0x3f));
        *to++ = (char)(0x80 | (character & 0x3f));
    }
    return to;
}

char *json_string_decode(const char *at, const char *end, char *to)
{
    while (at < end) {
        const char *backslash = memchr(at, '\\', (size_t)(end - at));
        size_t plain = (size_t)((backslash ? backslash : end) - at);
        unsigned character;

        memcpy(to, at, plain);
        to += plain;
        at += plain;
        if (!backslash)
            break;
        switch (at[1]) {
        case 'b':
            character = '\b';
            break;
        case 'f':
            character = '\f';
            break;
        case 'n':
            character = '\n';
            break;
        case 'r':
            character = '\r';
            break;
        case 't':
            character = '\t';
            break;
        case 'u':
            character = hex_unit(at + 2);
            at += 4;
            if (character >= 0xd800 && character < 0xdc00 && end - at >= 8 && at[2] == '\\' &&
                at[3] == 'u' && hex_unit(at + 4) >= 0xdc00 && hex_unit(at + 4) < 0xe000) {
                character = 0x10000 + ((character - 0xd800) << 10) + (hex_unit(at + 4) - 0xdc00);
                at += 6;
            } else if (character == 0 || (character >= 0xd800 && character < 0xe000)) {
                character = REPLACEMENT_NUMBER;
            }
            break;
        default:
            character = (unsigned char)at[1];
        }
        to = put_utf8(to, character);
        at += 2;
    }
    return to;
}

static bool is_unit_escape(const char *at, const char *end)
{
    return end - at >= 6 && at[0] == '\\' && at[1] == 'u' && hex_value(at[2]) >= 0 &&
           hex_value(at[3]) >= 0 && hex_value(at[4]) >= 0 && hex_value(at[5]) >= 0;
}

void json_mend_escapes(char *text, size_t length)
{
    char *at = text, *end = text + length;

    while (at < end && (at = memchr(at, '\\', (size_t)(end - at)))) {
        unsigned unit;

        if (!is_unit_escape(at, end)) {
            at += end - at < 2 ? 1 : 2;
            continue;
        }
        unit = hex_unit(at + 2);
        at += 6;
        if (unit != 0 && (unit < 0xd800 || unit > 0xdfff))
            continue;
        if (unit != 0 && unit < 0xdc00 && is_unit_escape(at, end) && hex_unit(at + 2) >= 0xdc00 &&
            hex_unit(at + 2) <= 0xdfff)
            at += 6;
        else
            memcpy(at - 4, "fffd", 4);
    }
}

/* Appends the escape for a character of ASCII. */
static bool append_escape(unsigned char character, struct buffer *out)
{
    static const char letters[] = {['"'] = '"',  ['\\'] = '\\', ['\b'] = 'b', ['\f'] = 'f',
                                   ['\n'] = 'n', ['\r'] = 'r',  ['\t'] = 't'};

    if (character < sizeof letters && letters[character])
        return buffer_append(out, (char[]){'\\', letters[character]}, 2);
    return buffer_append_format(out, "\\u%04x", (unsigned)character);
}

bool json_quote(const char *text, size_t length, struct buffer *out)
{
    const char *at = text, *end = text + length;
    size_t begin = out->length;
    bool done = buffer_reserve(out, length + 2) && buffer_append(out, "\"", 1);

    while (done) {
        const char *plain = at;
        size_t taken;

        at = skip_plain(at, end);
        done = buffer_append(out, plain, (size_t)(at - plain));
        if (!done || at == end)
            break;
        if (*at && (unsigned char)*at < 0x80) {
            done = append_escape((unsigned char)*at++, out);
            continue;
        }
        taken = utf8_length((const unsigned char *)at, (const unsigned char *)end);
        done = taken > 0 ? buffer_append(out, at, taken) : buffer_append_string(out, REPLACEMENT);
        at += taken > 0 ? taken : 1;
    }
    done = done && buffer_append(out, "\"", 1);
    if (!done)
        out->length = begin;
    return done;
}

bool utf8_repair(const char *text, size_t length, struct buffer *out)
{
    const unsigned char *at = (const unsigned char *)text, *end = at + length;
    bool done = buffer_reserve(out, length);

    while (done && at < end) {
        const unsigned char *begin = at;
        size_t taken = 1;

        while (at < end && (taken = *at < 0x80 ? 1 : utf8_length(at, end)) > 0)
            at += taken;
        done = buffer_append(out, (const char *)begin, (size_t)(at - begin)) &&
               (taken > 0 || buffer_append_string(out, REPLACEMENT));
        at += taken == 0;
    }
    return done;
}
