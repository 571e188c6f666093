#ifndef SPOTIFY_SYNC_BUFFER_H
#define SPOTIFY_SYNC_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Bytes that grow. A buffer of zeros ({0}) is empty and ready; buffer_free gives its memory back.
 * One that is to hold a token, or what leads to one, starts as {.is_secret = true}: its memory is
 * wiped before it is given back, also when it grows.
 */
struct buffer {
    char *bytes;
    size_t length;
    size_t capacity;
    bool is_secret;
};

/* Makes room for `more` bytes after the length. False if memory runs out; the buffer is unchanged.
 */
bool buffer_reserve(struct buffer *buffer, size_t more);

/* Appends length bytes. False when memory cannot be had; the buffer stays as it was. */
bool buffer_append(struct buffer *buffer, const void *bytes, size_t length);

/* Appends the bytes of a string without its NUL. False when memory cannot be had. */
bool buffer_append_string(struct buffer *buffer, const char *string);

/* Appends printf-formatted text, followed by a NUL that the length does not count. False when
 * memory cannot be had; the buffer stays as it was. */
__attribute__((format(printf, 2, 3))) bool buffer_append_format(struct buffer *buffer,
                                                                const char *format, ...);

/* The bytes as a string, followed by a NUL that the length does not count, owned by the buffer.
 * NULL if memory runs out. */
const char *buffer_string(struct buffer *buffer);

/* Forgets the first `count` bytes (at most the length) and moves the rest to the front. */
void buffer_drop(struct buffer *buffer, size_t count);

/* Gives the memory back and leaves an empty buffer, as secret as it was. */
void buffer_free(struct buffer *buffer);

#endif
