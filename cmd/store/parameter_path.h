#ifndef SPOTIFY_SYNC_PARAMETER_PATH_H
#define SPOTIFY_SYNC_PARAMETER_PATH_H

#include <stdbool.h>

/* The parameters of a load statement that name a path in the record (statement.h), found in its
 * text. */

enum parameter_use { USE_RECORD, USE_NEEDED, USE_LIST, USE_ID, USE_KEY, USE_ROW };

enum { PARAMETER_PATH_SIZE = 120 };

struct parameter_path {
    enum parameter_use use;
    char path[PARAMETER_PATH_SIZE];
    char object[PARAMETER_PATH_SIZE]; /* that holds the member at the path; "": the record */
};

/* Reads the parameter that a text begins with. False if it names no path. */
bool parameter_path_read(struct parameter_path *parameter, const char *text);

/* Reads the next such parameter of SQL, which is neither in a comment nor quoted. Returns what
 * follows it, or NULL if there is none. */
const char *parameter_path_next(struct parameter_path *parameter, const char *sql);

#endif
