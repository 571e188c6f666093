#ifndef SPOTIFY_SYNC_BROWSER_H
#define SPOTIFY_SYNC_BROWSER_H

/* Opens the address in the user's browser if there is a desktop or BROWSER names one, and does
 * not wait for it. Where that fails the user still has the address. */
void browser_open(const char *address);

#endif
