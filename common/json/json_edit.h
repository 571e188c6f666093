#ifndef SPOTIFY_SYNC_JSON_EDIT_H
#define SPOTIFY_SYNC_JSON_EDIT_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Changes to a JSON text that leave all other bytes as they are. */

/*
 * Appends to *out the text with the member at path[0], …, path[depth - 1] set to value_json, which
 * is taken as it is. A member that is there is replaced (the last one, where several have the
 * name); otherwise it becomes the last of its object, and missing objects are created.
 * False with *error when the text is not JSON or what stands on the way is not an object
 * (EX_DATAERR), or memory cannot be had (EX_OSERR); *out is then as it was.
 */
bool json_set(const char *text, size_t length, const char *const path[], size_t depth,
              const char *value_json, struct buffer *out, struct error *error);

#endif
