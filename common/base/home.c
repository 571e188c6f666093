#include "base/home.h"

#include <stdlib.h>
#include <string.h>

static const char hidden[] = "SPOTIFY_SYNC_HIDDEN_HOME";
static const char nowhere[] = "/dev/null"; /* without HOME, libjq asks for the user's entry */

const char *home_directory(void)
{
    return getenv(home_is_hidden() ? hidden : "HOME");
}

bool home_hide(struct error *error)
{
    const char *home = getenv("HOME");

    if (home_is_hidden())
        return true;
    if ((home ? setenv(hidden, home, 1) : unsetenv(hidden)) == 0 && setenv("HOME", nowhere, 1) == 0)
        return true;
    return error_no_memory(error);
}

bool home_is_hidden(void)
{
    const char *home = getenv("HOME");

    return home && strcmp(home, nowhere) == 0;
}
