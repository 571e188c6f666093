#ifndef SPOTIFY_SYNC_ACCOUNT_H
#define SPOTIFY_SYNC_ACCOUNT_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>

/* The names under which several accounts are kept apart on one machine. */

#define ACCOUNT_DEFAULT "default"

/*
 * Returns `option`, or, where that is NULL, what SPOTIFY_SYNC_ACCOUNT holds, or ACCOUNT_DEFAULT.
 * NULL with *error (EX_CONFIG) for a name that is none: up to 64 letters, digits, '-' and '_' that
 * do not begin with '-'.
 */
const char *account_name(const char *option, struct error *error);

/* How this account is signed in, a command for a person to type; a static buffer. */
const char *account_login_command(const char *account);

/* Appends the path of the account's folder with a NUL behind it; the folder itself is not made.
 * False with *error as state_directory. */
bool account_directory(const char *account, struct buffer *path, struct error *error);

#endif
