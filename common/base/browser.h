#ifndef SPOTIFY_SYNC_BROWSER_H
#define SPOTIFY_SYNC_BROWSER_H

#include <sys/types.h>

/* Opens the address in the user's browser if there is a desktop or BROWSER names one, and does
 * not wait for it. Returns its process, a child in a group of its own, or -1 if there is none. A
 * failure is logged. */
pid_t browser_open(const char *address);

#endif
