#ifndef SPOTIFY_SYNC_LIST_PRINT_H
#define SPOTIFY_SYNC_LIST_PRINT_H

#include "list/list.h"

/*
 * Prints the SCHEMA of the list's stream, its RECORDs, and a STATE after each page. If it must stop
 * before the end, it prints what was read, and a last STATE that says why. If the whole list is
 * read and a file of known ids is given, it reads the list again when one reading is not enough,
 * and prints as deleted what is proved gone (census.h); the last STATE then has the reading. A list
 * that the account's country does not have (list_reader.h) is no failure, and has nothing gone.
 * False with *error: the statuses of api.h, EX_IOERR for standard output, and as census_open and
 * census_repeats.
 */
bool list_print(const struct list *list, const struct api_options *options, struct error *error);

#endif
