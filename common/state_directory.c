#include "state_directory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool make_directories(char *path, struct error *error)
{
    for (char *slash = strchr(path + 1, '/');; slash = strchr(slash + 1, '/')) {
        if (slash)
            *slash = '\0';
        if (mkdir(path, 0700) != 0 && errno != EEXIST)
            return error_set(error, EX_IOERR, "cannot make the folder %s: %s", path,
                             strerror(errno));
        if (!slash)
            return true;
        *slash = '/';
    }
}

bool state_directory(struct buffer *path, struct error *error)
{
    const char *state_home = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    size_t start = path->length;
    bool made;

    if (state_home && state_home[0] == '/')
        made = buffer_append_format(path, "%s/spotify-sync", state_home);
    else if (home && home[0] == '/')
        made = buffer_append_format(path, "%s/.local/state/spotify-sync", home);
    else
        return error_set(error, EX_CONFIG, "neither HOME nor XDG_STATE_HOME names a folder");
    if (!made)
        return error_no_memory(error);
    return make_directories(path->bytes + start, error);
}
