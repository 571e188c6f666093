#ifndef SPOTIFY_SYNC_ACCESS_H
#define SPOTIFY_SYNC_ACCESS_H

#include "base/error.h"

#include <stdbool.h>
#include <sys/types.h>

/*
 * What opens the page: a link that works once, which gives a browser the cookie that all else asks
 * for. The cookie is kept between runs for a month, so that an open page goes on after a restart.
 */

struct access;

/*
 * For an account (account.h) and a port. With a secret file, the link has the secret of its first
 * line, and works again and again. NULL with *error: EX_CONFIG for a file that others can read or
 * that has less than 16 characters, EX_IOERR, EX_OSERR.
 */
struct access *access_open(const char *account, unsigned port, const char *secret_file,
                           struct error *error);

/* The cookie, NAME=VALUE, and the header that sets it. They stay the access's. */
const char *access_cookie(const struct access *access);
const char *access_set_cookie(const struct access *access);

/* What follows "?token=" in the link. It stays the access's, and changes when it is used. */
const char *access_token(const struct access *access);

/* Whether the link's token is right. One that works once is then replaced. */
bool access_use(struct access *access, const char *token);

/* Whether the link works once. */
bool access_is_once(const struct access *access);

/* Opens an address in the user's browser, through a file that only the user can read, since others
 * see the arguments of programs. Returns what browser_open does. */
pid_t access_open_browser(const struct access *access, const char *address);

void access_close(struct access *access);

#endif
