#include "limits/process_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A lock of the open file, not of the process, is kept when another descriptor of the same file is
 * closed. */
#ifdef F_OFD_SETLK
enum { SET_LOCK = F_OFD_SETLK, GET_LOCK = F_OFD_GETLK };
#else
enum { SET_LOCK = F_SETLK, GET_LOCK = F_GETLK };
#endif

struct process_lock {
    int fd;
    int64_t number;
};

static struct flock byte_at(int64_t number)
{
    return (struct flock){
        .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = (off_t)number, .l_len = 1};
}

/* Locks the first free byte from the process id on: another container's process may have the same
 * id, and this one may take several numbers. */
static bool lock_byte(struct process_lock *lock)
{
    for (lock->number = getpid();; lock->number++) {
        struct flock byte = byte_at(lock->number);
        if (fcntl(lock->fd, SET_LOCK, &byte) == 0)
            return true;
        if (errno != EAGAIN && errno != EACCES)
            return false;
    }
}

struct process_lock *process_lock_take(const char *path, struct error *error)
{
    struct process_lock *lock = calloc(1, sizeof *lock);

    if (!lock) {
        (void)error_no_memory(error);
        return NULL;
    }
    lock->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock->fd >= 0 && lock_byte(lock))
        return lock;
    (void)error_set(error, EX_IOERR, "cannot lock %s: %s", path, strerror(errno));
    process_lock_release(lock);
    return NULL;
}

int64_t process_lock_number(const struct process_lock *lock)
{
    return lock->number;
}

bool process_lock_check(const struct process_lock *lock, int64_t number, bool *running,
                        struct error *error)
{
    struct flock byte = byte_at(number);

    *running = number == lock->number;
    if (*running || number <= 0)
        return true;
    if (fcntl(lock->fd, GET_LOCK, &byte) != 0)
        return error_set(error, EX_IOERR, "cannot see which processes run: %s", strerror(errno));
    *running = byte.l_type != F_UNLCK;
    return true;
}

void process_lock_release(struct process_lock *lock)
{
    if (!lock)
        return;
    if (lock->fd >= 0)
        (void)close(lock->fd);
    free(lock);
}
