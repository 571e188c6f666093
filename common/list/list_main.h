#ifndef SPOTIFY_SYNC_LIST_MAIN_H
#define SPOTIFY_SYNC_LIST_MAIN_H

#include "list/list.h"

/* The main function of a program that prints a list and has no options of its own: returns the exit
 * status. */
int list_main(const char *name, const char *description, const struct list *list, int argc,
              char **argv);

#endif
