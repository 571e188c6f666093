#include "text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void *must_resize(void *memory, size_t count, size_t size)
{
    void *resized = reallocarray(memory, count > 0 ? count : 1, size);
    if (resized == NULL) {
        (void)fputs("spotify-stand-in: out of memory\n", stderr);
        exit(71);
    }
    return resized;
}

char *must_copy(const char *bytes, size_t length)
{
    char *copy = must_resize(NULL, length + 1, 1);
    memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

void text_reserve(struct text *text, size_t more)
{
    size_t wanted = text->length + more + 1;
    if (wanted <= text->capacity)
        return;
    size_t capacity = text->capacity < 256 ? 256 : text->capacity * 2;
    if (capacity < wanted)
        capacity = wanted;
    text->bytes = must_resize(text->bytes, capacity, 1);
    text->capacity = capacity;
}

void text_bytes(struct text *text, const void *bytes, size_t length)
{
    text_reserve(text, length);
    if (length > 0)
        memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
}

void text_number(struct text *text, int64_t number)
{
    char digits[24];
    char *at = digits + sizeof digits;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

    do {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0)
        *--at = '-';
    text_bytes(text, at, (size_t)(digits + sizeof digits - at));
}

void text_bool(struct text *text, bool value)
{
    text_add(text, value ? "true" : "false");
}

void text_format(struct text *text, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0)
        return;
    text_reserve(text, (size_t)length);
    va_start(arguments, format);
    (void)vsnprintf(text->bytes + text->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    text->length += (size_t)length;
}

void text_json_bytes(struct text *text, const char *bytes, size_t length)
{
    static const char hex[] = "0123456789abcdef";

    text_reserve(text, length * 6 + 2);
    char *to = text->bytes + text->length;
    *to++ = '"';
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte == '"' || byte == '\\') {
            *to++ = '\\';
            *to++ = (char)byte;
        } else if (byte < 0x20) {
            memcpy(to, "\\u00", 4);
            to[4] = hex[byte >> 4];
            to[5] = hex[byte & 15];
            to += 6;
        } else {
            *to++ = (char)byte;
        }
    }
    *to++ = '"';
    text->length = (size_t)(to - text->bytes);
}

void text_json(struct text *text, const char *string)
{
    text_json_bytes(text, string, strlen(string));
}

bool text_file(struct text *text, const char *path, struct text *why)
{
    FILE *file = fopen(path, "rb");

    if (file == NULL) {
        text_format(why, "%s: %s", path, strerror(errno));
        return false;
    }
    size_t got;
    do {
        text_reserve(text, 65536);
        got = fread(text->bytes + text->length, 1, 65536, file);
        text->length += got;
    } while (got > 0);
    bool good = ferror(file) == 0;
    if (!good)
        text_format(why, "%s: cannot read", path);
    (void)fclose(file);
    return good;
}

const char *text_string(struct text *text)
{
    text_reserve(text, 0);
    text->bytes[text->length] = '\0';
    return text->bytes;
}

void text_drop_last(struct text *text, char byte)
{
    if (text->length > 0 && text->bytes[text->length - 1] == byte)
        text->length--;
}

void text_free(struct text *text)
{
    free(text->bytes);
    *text = (struct text){0};
}
