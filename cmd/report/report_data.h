#ifndef SPOTIFY_SYNC_REPORT_DATA_H
#define SPOTIFY_SYNC_REPORT_DATA_H

#include "base/error.h"
#include "page/edition.h"

#include <stdbool.h>

/* The answers to all that the page of a report may ask for (cmd/report/page/offline.js). */

struct report_choice {
    const char *database; /* its path */
    long year;            /* 0: the last one with plays */
    bool is_private;      /* without the names of accounts */
};

struct report_data {
    struct edition *edition;
    const struct report_choice *choice;
};

/* Prints them as one JSON object (page_text_data; context is a struct report_data). False with
 * *error: those of page_library.h, EX_IOERR, EX_OSERR. */
bool report_data_print(void *context, struct error *error);

#endif
