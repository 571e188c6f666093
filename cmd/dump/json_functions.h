#ifndef SPOTIFY_SYNC_JSON_FUNCTIONS_H
#define SPOTIFY_SYNC_JSON_FUNCTIONS_H

#include "base/error.h"

#include <sqlite3.h>
#include <stdbool.h>

/*
 * Adds SQL functions. False with *error (EX_OSERR) without memory.
 *
 * as_json(text) takes a text for the JSON that it is, as json() does, but does not read it.
 *
 * json_list(position, element, gap) is an aggregate: a JSON array of elements, which are JSON and
 * come in the order of their positions, from 0 on. A position that does not come holds `gap`, which
 * is JSON too. Without rows it is [].
 */
bool json_functions_add(sqlite3 *database, struct error *error);

#endif
