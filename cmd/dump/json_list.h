#ifndef SPOTIFY_SYNC_JSON_LIST_H
#define SPOTIFY_SYNC_JSON_LIST_H

#include "base/error.h"

#include <sqlite3.h>
#include <stdbool.h>

/*
 * Adds the SQL function json_list(position, element, gap), an aggregate: a JSON array of elements,
 * which are JSON and come in the order of their positions, from 0 on. A position that does not come
 * holds `gap`, which is JSON too. Without rows it is []. False with *error (EX_OSERR) without
 * memory.
 */
bool json_list_add(sqlite3 *database, struct error *error);

#endif
