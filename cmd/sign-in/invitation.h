#ifndef SPOTIFY_SYNC_INVITATION_H
#define SPOTIFY_SYNC_INVITATION_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>

/*
 * Appends what the user is to do to sign in at this address to the app client_id, which answers at
 * redirect_uri, and what to do if Spotify does not know either. False if memory runs out.
 */
bool invitation_append(struct buffer *text, const char *address, const char *client_id,
                       const char *redirect_uri);

/* Appends a line with the command that comes next for the account, which is to be written to or
 * not. False if memory runs out. */
bool next_command_append(struct buffer *text, const char *account, bool to_write);

/* Adds to the *error of a user who is refused (EX_NOPERM) what to do, unless it says so itself. */
void refused_user_advise(struct error *error);

#endif
