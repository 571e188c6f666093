#include "base/output.h"
#include "base/buffer.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum { FLUSH_SIZE = 64 * 1024 };

static struct buffer pending;
static bool has_failed;

bool output_line(const char *line, size_t length, struct error *error)
{
    if (!buffer_reserve(&pending, length + 1))
        return error_no_memory(error);
    memcpy(pending.bytes + pending.length, line, length);
    pending.bytes[pending.length + length] = '\n';
    pending.length += length + 1;
    return pending.length < FLUSH_SIZE || output_flush(error);
}

bool output_flush(struct error *error)
{
    size_t written = 0;

    while (written < pending.length) {
        ssize_t count = write(STDOUT_FILENO, pending.bytes + written, pending.length - written);
        if (count >= 0) {
            written += (size_t)count;
        } else if (errno == EAGAIN) {
            struct pollfd writable = {.fd = STDOUT_FILENO, .events = POLLOUT};
            if (poll(&writable, 1, -1) < 0 && errno != EINTR)
                break;
        } else if (errno != EINTR) {
            break;
        }
    }
    if (written < pending.length) {
        int reason = errno;
        buffer_free(&pending);
        has_failed = true;
        return error_set(error, EX_IOERR, "cannot write to standard output: %s", strerror(reason));
    }
    if (pending.capacity > 4 * FLUSH_SIZE)
        buffer_free(&pending);
    pending.length = 0;
    return true;
}

bool output_has_failed(void)
{
    return has_failed;
}

bool output_close(struct error *error)
{
    bool flushed = output_flush(error);

    buffer_free(&pending);
    if (close(STDOUT_FILENO) != 0 && flushed)
        return error_set(error, EX_IOERR, "cannot write to standard output: %s", strerror(errno));
    return flushed;
}
