#ifndef SPOTIFY_SYNC_SIGNED_IN_H
#define SPOTIFY_SYNC_SIGNED_IN_H

#include "base/error.h"

/* Who is signed in, as `spotify-sync status --json` has it. Asked for again every ten seconds. */

struct signed_in;

/* For an account (account.h). NULL with *error (EX_OSERR). */
struct signed_in *signed_in_open(const char *account, struct error *error);

/* The JSON object, which stays its own until the next call. NULL with *error. */
const char *signed_in_json(struct signed_in *signed_in, struct error *error);

void signed_in_close(struct signed_in *signed_in);

#endif
