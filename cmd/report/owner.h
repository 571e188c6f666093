#ifndef SPOTIFY_SYNC_OWNER_H
#define SPOTIFY_SYNC_OWNER_H

/*
 * The display name of the user with this id, if he is signed in under the account of the
 * environment (account.h), the caller's to free. NULL if not.
 */
char *owner_display_name(const char *user_id);

#endif
