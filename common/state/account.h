#ifndef SPOTIFY_SYNC_ACCOUNT_H
#define SPOTIFY_SYNC_ACCOUNT_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>

/* The names under which several accounts are kept apart on one machine. */

#define ACCOUNT_DEFAULT "default"

/*
 * Returns `option` or, if that is NULL, the value of SPOTIFY_SYNC_ACCOUNT, or ACCOUNT_DEFAULT. NULL
 * with *error (EX_CONFIG) if the name is invalid: up to 64 letters, digits, '-' and '_', not
 * beginning with '-'.
 */
const char *account_name(const char *option, struct error *error);

/* How this account is signed in, a command for a person to type; a static buffer. */
const char *account_login_command(const char *account);

/* Appends the path of the account's folder followed by a NUL; the folder itself is not made.
 * False with *error as state_directory. */
bool account_directory(const char *account, struct buffer *path, struct error *error);

#endif
