#ifndef SPOTIFY_SYNC_SIGN_IN_H
#define SPOTIFY_SYNC_SIGN_IN_H

#include "auth/sign_in_json.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/* Who is signed in, with which tokens, as it is kept on disk: the file tokens.json of the account
 * (account_files.h). */

struct sign_in_store;

/*
 * Opens the store of an account, whose name is valid (account.h) and outlives the store. If
 * nobody has ever signed in there is no folder, and it is made only with `make`. NULL with *error:
 * EX_CONFIG for a folder that others can enter, EX_IOERR, EX_OSERR.
 */
struct sign_in_store *sign_in_open(const char *account, bool make, struct error *error);

/*
 * Reads who is signed in; sign_in_clear frees it. False with *error: EX_NOPERM when nobody is, the
 * sign-in has ended (then *sign_in says who it was) or the file is damaged; EX_CONFIG when others
 * can read it; EX_IOERR, EX_OSERR.
 */
bool sign_in_read(struct sign_in_store *store, struct sign_in *sign_in, struct error *error);

/* The lock of the account's files. Fails as account_files_lock. */
bool sign_in_lock(struct sign_in_store *store, struct error *error);
bool sign_in_try_lock(struct sign_in_store *store, int64_t since, bool *locked,
                      struct error *error); /* as account_files_try_lock */
void sign_in_unlock(struct sign_in_store *store);

/* Puts it on disk; it is there when this returns. The caller has the lock. False with *error
 * (EX_OSERR, or as account_files_replace). */
bool sign_in_write(struct sign_in_store *store, const struct sign_in *sign_in, struct error *error);

/* Removes the tokens, and what a killed process left of new ones. *removed says whether there were
 * any. The caller has the lock. False with *error (EX_IOERR). */
bool sign_in_remove(struct sign_in_store *store, bool *removed, struct error *error);

/* Remembers the app's client id for the next sign-in. False with *error (EX_IOERR, EX_OSERR). */
bool sign_in_remember_client(struct sign_in_store *store, const char *client_id,
                             struct error *error);

/* The client id that was remembered, the caller's to free; NULL when there is none. */
char *sign_in_remembered_client(struct sign_in_store *store);

/* Whether these characters can be a client id. */
bool sign_in_client_is_valid(const char *client_id);

void sign_in_close(struct sign_in_store *store);

#endif
