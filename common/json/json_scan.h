#ifndef SPOTIFY_SYNC_JSON_SCAN_H
#define SPOTIFY_SYNC_JSON_SCAN_H

#include "json/json_arena.h"
#include "json/json_string.h"
#include "json/json_tree.h"

#include <stdbool.h>

/* Checks a text of length bytes as json_scan (json.h) does, and puts what stands at the tree's
 * paths into its results; the arena lends memory for what is decoded. False with *fault. */
bool json_scan_text(struct json_tree *tree, struct json_arena *arena, const char *text,
                    size_t length, struct json_fault *fault);

#endif
