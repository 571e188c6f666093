#ifndef SPOTIFY_SYNC_BISECTION_H
#define SPOTIFY_SYNC_BISECTION_H

#include "list/list.h"

/*
 * Prints how a list differs from the known one in a file (known_list.h): RECORDs for what is new,
 * RECORDs with _sdc_deleted_at for what is gone, and a last STATE, in which `gaps` names the places
 * that hold nothing. It reads only the pages that prove this, and prints deletions once all is
 * proved. False with *error as list_print and known_list_read, EX_UNAVAILABLE if the list keeps
 * changing while it is read, and EX_USAGE if only a part of the list is to be read.
 */
bool bisection_print(const struct list *list, const char *known, const struct api_options *options,
                     struct error *error);

#endif
