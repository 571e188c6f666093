#ifndef SPOTIFY_SYNC_UNITE_H
#define SPOTIFY_SYNC_UNITE_H

#include <sqlite3.h>
#include <stdbool.h>

/*
 * Gives a connection two functions that put numbers from 1 on into sets:
 *
 * unite(a, b)   puts the sets of a and b together
 * united(a)     the least number of a's set, which is a itself as long as it is united with nothing
 *
 * False if memory runs out.
 */
bool unite_register(sqlite3 *connection);

#endif
