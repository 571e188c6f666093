#include "base/buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* realloc leaves the old bytes somewhere in memory. */
static char *grow_secret(const struct buffer *buffer, size_t capacity)
{
    char *bytes = malloc(capacity);

    if (bytes && buffer->bytes) {
        memcpy(bytes, buffer->bytes, buffer->length);
        explicit_bzero(buffer->bytes, buffer->capacity);
        free(buffer->bytes);
    }
    return bytes;
}

bool buffer_reserve(struct buffer *buffer, size_t more)
{
    size_t capacity = buffer->capacity ? buffer->capacity : 256;
    char *bytes;

    if (more <= buffer->capacity - buffer->length)
        return true;
    if (more > SIZE_MAX / 2 - buffer->length)
        return false;
    while (capacity < buffer->length + more)
        capacity *= 2;
    bytes = buffer->is_secret ? grow_secret(buffer, capacity) : realloc(buffer->bytes, capacity);
    if (!bytes)
        return false;
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return true;
}

bool buffer_append(struct buffer *buffer, const void *bytes, size_t length)
{
    if (length == 0)
        return true;
    if (!buffer_reserve(buffer, length))
        return false;
    memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    return true;
}

bool buffer_append_string(struct buffer *buffer, const char *string)
{
    return buffer_append(buffer, string, strlen(string));
}

bool buffer_append_format(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0 || !buffer_reserve(buffer, (size_t)length + 1))
        return false;
    va_start(arguments, format);
    (void)vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    buffer->length += (size_t)length;
    return true;
}

const char *buffer_string(struct buffer *buffer)
{
    if (!buffer_reserve(buffer, 1))
        return NULL;
    buffer->bytes[buffer->length] = '\0';
    return buffer->bytes;
}

void buffer_drop(struct buffer *buffer, size_t count)
{
    buffer->length -= count;
    if (buffer->length)
        memmove(buffer->bytes, buffer->bytes + count, buffer->length);
}

void buffer_free(struct buffer *buffer)
{
    if (buffer->is_secret && buffer->bytes)
        explicit_bzero(buffer->bytes, buffer->capacity);
    free(buffer->bytes);
    *buffer = (struct buffer){.is_secret = buffer->is_secret};
}
