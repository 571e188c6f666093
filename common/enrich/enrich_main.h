#ifndef SPOTIFY_SYNC_ENRICH_MAIN_H
#define SPOTIFY_SYNC_ENRICH_MAIN_H

#include "enrich/enrich.h"

/* The main function of a program that is a filter of this kind, with at most `most` ids in a
 * request: returns the exit status. */
int enrich_main(const char *name, const char *description, const struct enrichment *enrichment,
                long most, int argc, char **argv);

#endif
