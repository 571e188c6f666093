#include "plain_row.h"
#include "base/ids.h"
#include "base/timestamp.h"
#include "json/json_string.h"

#include <string.h>

/* "spotify:" */
enum {
    SCHEME_LENGTH = 8,
    MINUTE_LENGTH = 16,
    TIME_LENGTH = 20,
    DATE_LENGTH = 10,
    SECOND_PLACE = 17
};

static const char *pass_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r'))
        at++;
    return at;
}

static bool is_decimal(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* A string that begins as a time does, with its year. */
static bool time_kind(const char *text, size_t length, enum plain_kind *kind)
{
    char whole[TIME_LENGTH];
    int64_t time;

    if (length != MINUTE_LENGTH && length != TIME_LENGTH)
        return false;
    /* jq has no leap seconds, and writes early years with fewer digits. */
    if (*text < '1' || *text > '2' || (length == TIME_LENGTH && text[SECOND_PLACE] > '5'))
        return false;
    *kind = length == TIME_LENGTH ? PLAIN_TIME : PLAIN_MINUTE;
    if (length == TIME_LENGTH)
        return text[DATE_LENGTH] == 'T' && text[TIME_LENGTH - 1] == 'Z' &&
               timestamp_parse(text, length, &time);
    memcpy(whole, text, length);
    memcpy(whole + MINUTE_LENGTH, ":00Z", 4);
    return text[DATE_LENGTH] == ' ' && timestamp_parse(whole, sizeof whole, &time);
}

static bool uri_kind(const char *text, size_t length, enum plain_kind *kind)
{
    const char *word = text + SCHEME_LENGTH;
    const char *colon = memchr(word, ':', length - SCHEME_LENGTH);

    *kind = PLAIN_URI;
    if (!colon || text + length - colon - 1 != IDS_LONGEST || !ids_valid(colon + 1, IDS_LONGEST))
        return false;
    return ids_valid(word, (size_t)(colon - word));
}

/* An escape of NUL or of half a surrogate pair needs mending. */
static bool may_need_mending(const char *text, size_t length)
{
    const char *end = text + length;

    while ((text = memchr(text, '\\', (size_t)(end - text)))) {
        if (text[1] == 'u' && (((text[2] == 'd' || text[2] == 'D') && text[3] > '7') ||
                               memcmp(text + 2, "0000", 4) == 0))
            return true;
        text += 2;
    }
    return false;
}

static bool text_kind(const char *text, size_t length, bool escaped, enum plain_kind *kind)
{
    *kind = length ? PLAIN_TEXT : PLAIN_EMPTY;
    if (escaped && may_need_mending(text, length))
        return false;
    if (length >= SCHEME_LENGTH && memcmp(text, "spotify:", SCHEME_LENGTH) == 0)
        return uri_kind(text, length, kind);
    if (length > 4 && is_decimal(text[0]) && is_decimal(text[1]) && is_decimal(text[2]) &&
        is_decimal(text[3]) && text[4] == '-')
        return time_kind(text, length, kind);
    return true;
}

static const char *read_string(const char *at, const char *end, struct plain_member *member)
{
    struct json_fault fault;
    bool escaped;
    const char *quote = json_string_scan(at, end, &escaped, &fault);

    if (!quote)
        return NULL;
    member->value = at;
    member->value_length = (size_t)(quote - at);
    return text_kind(at, member->value_length, escaped, &member->kind) ? quote + 1 : NULL;
}

static const char *read_number(const char *at, const char *end, struct plain_member *member)
{
    const char *start = at;

    while (at < end && is_decimal(*at))
        at++;
    member->value = start;
    member->value_length = (size_t)(at - start);
    if (member->value_length == 0 || member->value_length > 15 ||
        (*start == '0' && member->value_length > 1) ||
        (at < end && (*at == '.' || *at == 'e' || *at == 'E')))
        return NULL;
    member->kind = member->value_length > 11                  ? PLAIN_LARGE
                   : member->value_length > 1 || *start > '1' ? PLAIN_NUMBER
                   : *start == '0'                            ? PLAIN_ZERO
                                                              : PLAIN_ONE;
    return at;
}

static const char *read_value(const char *at, const char *end, struct plain_member *member)
{
    static const struct {
        const char *text;
        size_t length;
        enum plain_kind kind;
    } words[] = {{"null", 4, PLAIN_NULL}, {"false", 5, PLAIN_FALSE}, {"true", 4, PLAIN_TRUE}};

    if (at < end && *at == '"')
        return read_string(at + 1, end, member);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if ((size_t)(end - at) >= words[i].length &&
            memcmp(at, words[i].text, words[i].length) == 0) {
            member->kind = words[i].kind;
            member->value = at;
            member->value_length = words[i].length;
            return at + words[i].length;
        }
    return read_number(at, end, member);
}

static const char *read_member(const char *at, const char *end, struct plain_member *member)
{
    struct json_fault fault;
    bool escaped;
    const char *quote;

    if (at == end || *at != '"')
        return NULL;
    member->name = at + 1;
    quote = json_string_scan(at + 1, end, &escaped, &fault);
    if (!quote || escaped)
        return NULL;
    member->name_length = (size_t)(quote - member->name);
    at = pass_blanks(quote + 1, end);
    if (at == end || *at != ':')
        return NULL;
    at = read_value(pass_blanks(at + 1, end), end, member);
    return at ? pass_blanks(at, end) : NULL;
}

bool plain_row_read(const char *text, size_t length, struct plain_row *row)
{
    const char *end = text + length;
    const char *at = pass_blanks(text, end);

    row->count = 0;
    if (at == end || *at != '{')
        return false;
    do {
        if (row->count == PLAIN_ROW_MOST)
            return false;
        at = read_member(pass_blanks(at + 1, end), end, &row->members[row->count]);
        if (!at)
            return false;
        row->count++;
    } while (at < end && *at == ',');
    return at < end && *at == '}' && pass_blanks(at + 1, end) == end;
}
