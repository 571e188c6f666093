#include "api/refusal.h"
#include "base/printable.h"

#include <jv.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { MOST_CHARACTERS = 120 };

/* The member of an object, which is used up; another value stays as it is. */
static jv step_into(jv value, const char *name)
{
    return jv_get_kind(value) == JV_KIND_OBJECT ? jv_object_get(value, jv_string(name)) : value;
}

/* What a JSON body says, a string, or invalid. The body is used up. */
static jv find_message(jv body)
{
    static const char *const names[] = {"error_description", "error", "message"};
    jv message = jv_invalid();

    if (jv_get_kind(body) == JV_KIND_STRING)
        return body;
    for (size_t i = 0; i < sizeof names / sizeof *names && jv_get_kind(body) == JV_KIND_OBJECT;
         i++) {
        jv_free(message);
        message = step_into(jv_object_get(jv_copy(body), jv_string(names[i])), "message");
        if (jv_get_kind(message) == JV_KIND_STRING && jv_string_length_bytes(jv_copy(message)) > 0)
            break;
    }
    jv_free(body);
    return message;
}

/* Appends a text as one line, cut to fit. */
static void append_line(const char *text, char *words)
{
    size_t length = strlen(words), characters = 0;
    bool in_space = true;

    words[length++] = ' ';
    for (; *text && length < REFUSAL_LONGEST_WORDS - 1; text++) {
        bool is_space = strchr(" \t\r\n\v\f", *text) != NULL;
        bool begins_character = ((unsigned char)*text & 0xc0) != 0x80;

        if (is_space && in_space)
            continue;
        if (begins_character && ++characters > MOST_CHARACTERS)
            break;
        words[length++] = is_space ? ' ' : *text;
        in_space = is_space;
    }
    while (words[length - 1] == ' ')
        length--;
    words[length] = '\0';
    printable(words, length);
}

void refusal_read(long status, const char *body, size_t length, char words[REFUSAL_LONGEST_WORDS])
{
    jv parsed = length ? jv_parse_sized(body, (int)length) : jv_null();
    jv message;

    (void)snprintf(words, REFUSAL_LONGEST_WORDS, "%ld", status);
    if (jv_is_valid(parsed)) {
        message = find_message(parsed);
    } else {
        jv_free(parsed);
        message = jv_string_sized(body, (int)length);
    }
    if (jv_get_kind(message) == JV_KIND_STRING) {
        const char *text = jv_string_value(message);
        if (text[strspn(text, " \t\r\n")] != '<')
            append_line(text, words);
    }
    jv_free(message);
}

bool refusal_speaks_of_id(const char *words)
{
    static const char separators[] = " \t\r\n.,:;!?'\"()[]{}/=_-";

    for (words += strspn(words, separators); *words; words += strspn(words, separators)) {
        size_t length = strcspn(words, separators);
        if (length == 2 && strncasecmp(words, "id", 2) == 0)
            return true;
        words += length;
    }
    return false;
}

bool refusal_speaks_of_resource(const char *words)
{
    return refusal_speaks_of_id(words) || strcasestr(words, "non existing") ||
           (strcasestr(words, "not found") && !strcasestr(words, "service"));
}

const char *refusal_advice(const char *words)
{
    if (strcasestr(words, "registered"))
        return "the app's owner must add this user in the dashboard, "
               "https://developer.spotify.com/dashboard";
    if (strcasestr(words, "premium"))
        return "the app's owner needs Spotify Premium";
    if (strcasestr(words, "scope"))
        return "sign in again to grant what is missing";
    return NULL;
}
