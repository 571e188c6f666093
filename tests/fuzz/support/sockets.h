#ifndef SPOTIFY_SYNC_FUZZ_SOCKETS_H
#define SPOTIFY_SYNC_FUZZ_SOCKETS_H

/* Listening on 127.0.0.1 without TCP, whose ports would run out: what the code under test takes for
 * such a socket is a local one. The target is linked with --wrap for socket, bind and getsockname.
 */

enum { SOCKETS_PORT = 40000 }; /* what the listener is told that its port is */

/* Connects to the listener made last, without waiting. Returns a descriptor, or -1 where nobody
 * listens or too many wait already. */
int sockets_connect(void);

#endif
