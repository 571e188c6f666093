#include "descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { READ_SIZE = 4096 };

bool descriptors_pipe(int *reader, int *writer, struct error *error)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0)
        return error_set(error, EX_OSERR, "cannot make a pipe: %s", strerror(errno));
    *reader = ends[0];
    *writer = ends[1];
    return true;
}

bool descriptors_pipe_to_poll(int *reader, int *writer, struct error *error)
{
    if (!descriptors_pipe(reader, writer, error))
        return false;
    /* Each end of a pipe has flags of its own: the writer still blocks. */
    if (fcntl(*reader, F_SETFL, O_NONBLOCK) == 0)
        return true;
    (void)error_set(error, EX_OSERR, "cannot set up a pipe: %s", strerror(errno));
    descriptors_close(reader);
    descriptors_close(writer);
    return false;
}

bool descriptors_read(int *fd, struct buffer *buffer, bool *more, struct error *error)
{
    ssize_t count;

    *more = false;
    if (!buffer_reserve(buffer, READ_SIZE))
        return error_no_memory(error);
    count = read(*fd, buffer->bytes + buffer->length, READ_SIZE);
    if (count > 0) {
        buffer->length += (size_t)count;
        *more = true;
    } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
        descriptors_close(fd);
    }
    return true;
}

void descriptors_close(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd); /* it was only read, or a pipe */
    *fd = -1;
}
