#ifndef SPOTIFY_SYNC_LIST_PRINT_H
#define SPOTIFY_SYNC_LIST_PRINT_H

#include "list/list.h"

/*
 * Prints the SCHEMA of the list's stream, its RECORDs, and a STATE after each page. If it must stop
 * before the end, it prints what was read, and a last STATE that says why. If the whole list is
 * read and ids are known, it reads the list again when that changed meanwhile, and prints as
 * deleted what is proved gone (census.h). A list that the account's country does not have
 * (list_reader.h) is no failure, and has nothing gone. False with *error: the statuses of api.h,
 * EX_IOERR for standard output, and as census_open and census_repeats.
 */
bool list_print(const struct list *list, const struct api_options *options, struct error *error);

#endif
