#ifndef SPOTIFY_SYNC_HOME_H
#define SPOTIFY_SYNC_HOME_H

#include "base/error.h"

#include <stdbool.h>

/*
 * The user's home directory. libjq takes the definitions of ~/.jq into each program that it
 * compiles (jq(1), MODULES), where they take the place of its own. Nothing but the variable HOME
 * says where it looks, so a process that compiles one of ours hides its home from libjq.
 */

/* HOME, also if it is hidden; NULL: it is not set. It stays the environment's. */
const char *home_directory(void);

/* Hides it in this process, and in those that it starts. To be called before there are threads.
 * False with *error (EX_OSERR). */
bool home_hide(struct error *error);

bool home_is_hidden(void);

#endif
