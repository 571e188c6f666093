#include "elements.h"
#include "base/buffer.h"

#include <stdlib.h>
#include <string.h>

enum { READ_SIZE = 64 * 1024 };

enum position {
    OUTSIDE,      /* between arrays */
    FIRST,        /* after '[': an element or ']' */
    NEXT,         /* after ',': an element */
    AFTER,        /* after an element: ',' or ']' */
    INSIDE,       /* in an object or array that is an element, or part of one */
    IN_STRING,    /* the same, in a string */
    BARE,         /* in an element that is a number or a word */
    BROKEN_PLACE, /* nothing can follow */
};

struct elements {
    struct buffer bytes;
    size_t at;    /* what is ahead of it was looked at */
    size_t start; /* where the element begins that `at` is in */
    enum position place;
    size_t depth; /* of containers open in the element */
    size_t count;
    bool dropping; /* the element is too long: its bytes are not kept */
    bool any;
    bool begun; /* the first bytes were looked at */
};

struct elements *elements_new(void)
{
    return calloc(1, sizeof(struct elements));
}

void elements_restart(struct elements *elements)
{
    struct buffer bytes = elements->bytes;

    bytes.length = 0;
    *elements = (struct elements){.bytes = bytes};
}

void elements_free(struct elements *elements)
{
    if (!elements)
        return;
    buffer_free(&elements->bytes);
    free(elements);
}

static bool in_element(const struct elements *elements)
{
    return elements->place == INSIDE || elements->place == IN_STRING || elements->place == BARE;
}

char *elements_room(struct elements *elements, size_t *room)
{
    size_t done = in_element(elements) && !elements->dropping ? elements->start : elements->at;

    buffer_drop(&elements->bytes, done);
    elements->at -= done;
    elements->start = 0;
    if (!buffer_reserve(&elements->bytes, READ_SIZE / 2))
        return NULL;
    *room = elements->bytes.capacity - elements->bytes.length;
    if (*room > READ_SIZE)
        *room = READ_SIZE;
    return elements->bytes.bytes + elements->bytes.length;
}

void elements_added(struct elements *elements, size_t length)
{
    elements->bytes.length += length;
}

size_t elements_count(const struct elements *elements)
{
    return elements->count;
}

bool elements_complete(const struct elements *elements)
{
    return elements->any && elements->place == OUTSIDE;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

/* Goes to after the quote that closes the string `at` is in. False when it is not here. */
static bool pass_string(struct elements *elements)
{
    const char *bytes = elements->bytes.bytes;

    while (elements->at < elements->bytes.length) {
        size_t left = elements->bytes.length - elements->at;
        const char *quote = memchr(bytes + elements->at, '"', left);
        size_t end = quote ? (size_t)(quote - bytes) : elements->bytes.length;
        const char *backslash = memchr(bytes + elements->at, '\\', end - elements->at);

        if (!backslash) {
            elements->at = end + (quote != NULL);
            elements->place = quote ? INSIDE : IN_STRING;
            if (quote)
                return true;
        } else {
            size_t escape = (size_t)(backslash - bytes);
            if (escape + 1 == elements->bytes.length) {
                elements->at = escape;
                return false;
            }
            elements->at = escape + 2;
        }
    }
    return false;
}

/* Goes to after the container `at` is in. False when its end is not here. */
static bool pass_container(struct elements *elements)
{
    const char *bytes = elements->bytes.bytes;

    if (elements->place == IN_STRING && !pass_string(elements))
        return false;
    while (elements->depth > 0 && elements->at < elements->bytes.length)
        switch (bytes[elements->at++]) {
        case '{':
        case '[':
            elements->depth++;
            break;
        case '}':
        case ']':
            elements->depth--;
            break;
        case '"':
            elements->place = IN_STRING;
            if (!pass_string(elements))
                return false;
            break;
        default:
            break;
        }
    return elements->depth == 0;
}

/* Goes to after a number, a word, or a string that is an element of its own. */
static bool pass_bare(struct elements *elements)
{
    for (; elements->at < elements->bytes.length; elements->at++) {
        char byte = elements->bytes.bytes[elements->at];
        if (byte == ',' || byte == ']' || is_blank(byte))
            return true;
    }
    return false;
}

/* Opens the element whose first byte is at `at`. */
static void begin_element(struct elements *elements)
{
    char byte = elements->bytes.bytes[elements->at];

    elements->start = elements->at;
    elements->depth = 0;
    elements->dropping = false;
    elements->place = BARE;
    if (byte == '{' || byte == '[' || byte == '"') {
        elements->at++;
        elements->depth = byte != '"';
        elements->place = byte == '"' ? IN_STRING : INSIDE;
    }
}

/* Takes a byte between elements; what cannot stand there breaks the text. */
static void pass_between(struct elements *elements)
{
    char byte = elements->bytes.bytes[elements->at];

    if (is_blank(byte))
        elements->at++;
    else if (elements->place == OUTSIDE && byte == '[') {
        elements->at++;
        elements->any = true;
        elements->place = FIRST;
    } else if ((elements->place == FIRST || elements->place == AFTER) && byte == ']') {
        elements->at++;
        elements->place = OUTSIDE;
    } else if (elements->place == AFTER && byte == ',') {
        elements->at++;
        elements->place = NEXT;
    } else if ((elements->place == FIRST || elements->place == NEXT) && !strchr(",]}:", byte)) {
        begin_element(elements);
    } else {
        elements->place = BROKEN_PLACE;
    }
}

/* A byte order mark may stand ahead of everything. False when it cannot be told yet. */
static bool pass_mark(struct elements *elements)
{
    static const char mark[] = "\xef\xbb\xbf";

    if (elements->begun || elements->bytes.length == 0)
        return true;
    if (elements->bytes.bytes[0] == mark[0] && elements->bytes.length < 3)
        return false;
    elements->begun = true;
    if (elements->bytes.length >= 3 && memcmp(elements->bytes.bytes, mark, 3) == 0)
        elements->at = 3;
    return true;
}

enum elements_result elements_next(struct elements *elements, char **element, size_t *length)
{
    bool ended;

    if (elements->place == OUTSIDE && !pass_mark(elements))
        return ELEMENTS_WANTING;
    while (!in_element(elements)) {
        if (elements->place == BROKEN_PLACE)
            return ELEMENTS_BROKEN;
        if (elements->at == elements->bytes.length)
            return ELEMENTS_WANTING;
        pass_between(elements);
    }
    ended = elements->place == BARE ? pass_bare(elements) : pass_container(elements);
    if (!ended) {
        elements->dropping =
            elements->dropping || elements->at - elements->start > ELEMENTS_LONGEST;
        return ELEMENTS_WANTING;
    }
    elements->place = AFTER;
    elements->count++;
    if (elements->dropping || elements->at - elements->start > ELEMENTS_LONGEST)
        return ELEMENTS_TOO_LONG;
    *element = elements->bytes.bytes + elements->start;
    *length = elements->at - elements->start;
    return ELEMENTS_ONE;
}
