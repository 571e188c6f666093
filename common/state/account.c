#include "state/account.h"
#include "state/state_directory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_NAME = 64 };

const char *account_name(const char *option, struct error *error)
{
    const char *name = option ? option : getenv("SPOTIFY_SYNC_ACCOUNT");

    if (!option && (!name || !*name))
        return ACCOUNT_DEFAULT;
    if (!*name || *name == '-' || strlen(name) > LONGEST_NAME ||
        name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")]) {
        (void)error_set(error, EX_CONFIG,
                        "'%.80s' is not an account name: use up to %d letters, digits, - and _",
                        name, LONGEST_NAME);
        return NULL;
    }
    return name;
}

const char *account_login_command(const char *account)
{
    static char command[LONGEST_NAME + sizeof "spotify-sync login --account "];

    if (strcmp(account, ACCOUNT_DEFAULT) == 0)
        return "spotify-sync login";
    (void)snprintf(command, sizeof command, "spotify-sync login --account %s", account);
    return command;
}

bool account_directory(const char *account, struct buffer *path, struct error *error)
{
    return state_directory(path, error) &&
           (buffer_append_format(path, "/%s", account) || error_no_memory(error));
}
