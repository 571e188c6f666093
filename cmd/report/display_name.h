#ifndef SPOTIFY_SYNC_DISPLAY_NAME_H
#define SPOTIFY_SYNC_DISPLAY_NAME_H

/*
 * The display name of the user with this id, if that user is signed in under the account of the
 * environment (account.h), the caller's to free. NULL if not.
 */
char *display_name_of(const char *user_id);

#endif
