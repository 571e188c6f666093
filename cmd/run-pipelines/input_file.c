#include "input_file.h"
#include "descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int input_file_new(struct error *error)
{
    int fd = memfd_create("rows", MFD_CLOEXEC);

    if (fd < 0)
        (void)error_set(error, EX_OSERR, "cannot make a file in memory: %s", strerror(errno));
    return fd;
}

/* Takes the last line off, if it is a full stop. */
static bool take_full_stop(int fd)
{
    char end[3] = "\n";
    struct stat status;
    ssize_t length;

    if (fstat(fd, &status) != 0 || status.st_size < 2)
        return false;
    length = status.st_size > 2 ? 3 : 2;
    return pread(fd, end + 3 - length, (size_t)length, status.st_size - length) == length &&
           memcmp(end, "\n.\n", 3) == 0 && ftruncate(fd, status.st_size - 2) == 0;
}

int input_file_open(const char *path, struct error *error)
{
    int fd = open(path, O_RDWR | O_CLOEXEC);

    if (fd >= 0 && take_full_stop(fd))
        return fd;
    (void)error_set(error, EX_IOERR, "%s: %.200s",
                    fd < 0 ? strerror(errno) : "there is no full stop at its end", path);
    descriptors_close(&fd);
    return -1;
}
