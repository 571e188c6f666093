#ifndef SPOTIFY_SYNC_CHARTS_H
#define SPOTIFY_SYNC_CHARTS_H

#include "json_lines.h"
#include "page/edition.h"

/* The charts of a report. All functions return false with *error: as page_answer.h, or EX_IOERR. */

enum { MOST_YEARS = 200 };

/* The years with plays, the last one first. */
struct years {
    long years[MOST_YEARS];
    size_t count;
};

/* Prints the list of charts as the member "charts". */
bool charts_print_list(struct edition *edition, struct json_lines *lines, struct error *error);

/* Prints the charts of the library as the member "insights". */
bool charts_print_insights(struct edition *edition, struct json_lines *lines, struct error *error);

/* Prints those of what was played as the member "periods": for all time and for each year, in
 * both orders if there are two. */
bool charts_print_periods(struct edition *edition, const struct years *years,
                          struct json_lines *lines, struct error *error);

#endif
