#include "state/state_directory.h"
#include "base/home.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Puts the entry of a new folder on disk, which is in the one above it. */
static bool sync_parent(char *path, struct error *error)
{
    char *slash = strrchr(path, '/');
    int parent, code;

    *slash = '\0';
    parent = open(slash == path ? "/" : path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    *slash = '/';
    /* a folder that may be entered and not read cannot be synced */
    if (parent < 0)
        return true;
    code = fsync(parent);
    (void)close(parent);
    return code == 0 ||
           error_set(error, EX_IOERR, "cannot create the directory %s: %s", path, strerror(errno));
}

bool state_directory_make(char *path, struct error *error)
{
    for (char *slash = strchr(path + 1, '/');; slash = strchr(slash + 1, '/')) {
        bool made = true;

        if (slash)
            *slash = '\0';
        if (mkdir(path, 0700) == 0)
            made = sync_parent(path, error);
        else if (errno != EEXIST)
            made = error_set(error, EX_IOERR, "cannot create the directory %s: %s", path,
                             strerror(errno));
        if (slash)
            *slash = '/';
        if (!made || !slash)
            return made;
    }
}

bool state_directory(struct buffer *path, struct error *error)
{
    const char *state_home = getenv("XDG_STATE_HOME");
    const char *home = home_directory();
    size_t start = path->length;
    bool made;

    if (state_home && state_home[0] == '/')
        made = buffer_append_format(path, "%s/spotify-sync", state_home);
    else if (home && home[0] == '/')
        made = buffer_append_format(path, "%s/.local/state/spotify-sync", home);
    else
        return error_set(error, EX_CONFIG, "neither HOME nor XDG_STATE_HOME is an absolute path");
    if (!made)
        return error_no_memory(error);
    return state_directory_make(path->bytes + start, error);
}
