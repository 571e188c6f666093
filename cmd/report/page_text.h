#ifndef SPOTIFY_SYNC_PAGE_TEXT_H
#define SPOTIFY_SYNC_PAGE_TEXT_H

#include "base/error.h"

#include <stdbool.h>

/* The page around the data of a report: the HTML, the style and the modules of cmd/serve/page/ and
 * cmd/report/page/ in one file. */

/* Prints the data, as JSON without the character '<'. False with *error. */
typedef bool page_text_data(void *context, struct error *error);

/*
 * Prints the page to standard output, with what `data` prints in it. False with *error: that of
 * `data`, EX_IOERR, EX_OSERR, or EX_SOFTWARE if the page has not the parts that this is made of.
 */
bool page_text_print(page_text_data *data, void *context, struct error *error);

#endif
