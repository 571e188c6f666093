#ifndef SPOTIFY_SYNC_SECRET_H
#define SPOTIFY_SYNC_SECRET_H

/* Wipes and frees a string that was a token or what leads to one; NULL is none. */
void secret_free(char *secret);

#endif
