#include "folder.h"
#include "check.h"

#include <ftw.h>
#include <unistd.h>

static char path[400];

static int remove_one(const char *name, const struct stat *status, int type, struct FTW *ftw)
{
    (void)status;
    (void)type;
    (void)ftw;
    return remove(name);
}

static void remove_folder(void)
{
    if (nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS) != 0)
        perror(path);
}

const char *folder(void)
{
    const char *parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : getenv("TMPDIR");
    int length;

    if (*path)
        return path;
    length = snprintf(path, sizeof path, "%s/fuzz-XXXXXX", parent ? parent : "/tmp");
    CHECK(length > 0 && (size_t)length < sizeof path);
    CHECK(mkdtemp(path) && atexit(remove_folder) == 0);
    return path;
}
