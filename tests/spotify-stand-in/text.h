#ifndef STAND_IN_TEXT_H
#define STAND_IN_TEXT_H

/* Text that grows, and JSON written into it. A text of zeros ({0}) is empty and ready. When memory
 * cannot be had the server ends: it is a test's helper and has nothing to save. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct text {
    char *bytes;
    size_t length;
    size_t capacity;
};

/* Makes room for `more` bytes and one NUL behind the length. */
void text_reserve(struct text *text, size_t more);

/* Appends length bytes. */
void text_bytes(struct text *text, const void *bytes, size_t length);

/* Appends a string; inline, so that the length of a literal is known to the compiler. */
static inline void text_add(struct text *text, const char *string)
{
    text_bytes(text, string, strlen(string));
}

/* Appends a decimal number. */
void text_number(struct text *text, int64_t number);

/* Appends "true" or "false". */
void text_bool(struct text *text, bool value);

/* Appends printf-formatted text. */
__attribute__((format(printf, 2, 3))) void text_format(struct text *text, const char *format, ...);

/* Appends a JSON string, quotes included; the input is UTF-8 and is not checked. */
void text_json(struct text *text, const char *string);

/* Appends a JSON string of length bytes. */
void text_json_bytes(struct text *text, const char *bytes, size_t length);

/* Appends a file's contents. False, with the reason appended to *why, when it cannot be read. */
bool text_file(struct text *text, const char *path, struct text *why);

/* The text as a string; valid until the next change. */
const char *text_string(struct text *text);

/* Takes away the last byte when it is `byte`: the comma behind the last member. */
void text_drop_last(struct text *text, char byte);

/* Gives the memory back and leaves an empty text. */
void text_free(struct text *text);

/* malloc and realloc (an array of count elements) that end the server when memory cannot be had. */
void *must_resize(void *memory, size_t count, size_t size);

/* strdup of the first length bytes, as must_resize. */
char *must_copy(const char *bytes, size_t length);

#endif
