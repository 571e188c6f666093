#include "commands.h"
#include "base/buffer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { READ_SIZE = 16 * 1024, MOST_WORDS = 1000 };

struct commands {
    int fd;
    struct buffer buffer;
    size_t taken; /* the length of the command that was returned last */
    char *words[MOST_WORDS + 1];
};

struct commands *commands_open(int fd, struct error *error)
{
    struct commands *commands = calloc(1, sizeof *commands);

    if (!commands) {
        (void)error_no_memory(error);
        return NULL;
    }
    commands->fd = fd;
    return commands;
}

bool commands_read(struct commands *commands, struct error *error)
{
    struct buffer *buffer = &commands->buffer;
    ssize_t count;

    if (!buffer_reserve(buffer, READ_SIZE))
        return error_no_memory(error);
    count = read(commands->fd, buffer->bytes + buffer->length, READ_SIZE);
    if (count < 0 && errno != EAGAIN && errno != EINTR)
        return error_set(error, EX_IOERR, "cannot read commands: %s", strerror(errno));
    if (count > 0)
        buffer->length += (size_t)count;
    return true;
}

/* The word at *place, which then stands behind it; NULL when it is not whole. */
static char *next_word(struct buffer *buffer, size_t *place)
{
    char *word = buffer->bytes + *place;
    char *end = *place < buffer->length ? memchr(word, '\0', buffer->length - *place) : NULL;

    if (end)
        *place += (size_t)(end - word) + 1;
    return end ? word : NULL;
}

bool commands_next(struct commands *commands, char ***words, size_t *count, struct error *error)
{
    struct buffer *buffer = &commands->buffer;
    size_t place = 0;
    char *number, *end;
    long length;

    *words = NULL;
    buffer_drop(buffer, commands->taken);
    commands->taken = 0;
    number = next_word(buffer, &place);
    if (!number)
        return true;
    length = strtol(number, &end, 10);
    if (*end || length < 1 || length > MOST_WORDS)
        return error_set(error, EX_DATAERR, "'%.40s' is not a number of words", number);
    for (long i = 0; i < length; i++)
        if (!(commands->words[i] = next_word(buffer, &place)))
            return true;
    commands->words[length] = NULL;
    commands->taken = place;
    *words = commands->words;
    *count = (size_t)length;
    return true;
}

void commands_close(struct commands *commands)
{
    if (!commands)
        return;
    buffer_free(&commands->buffer);
    free(commands);
}
