#ifndef SPOTIFY_SYNC_LIST_PRINTING_H
#define SPOTIFY_SYNC_LIST_PRINTING_H

#include "format/format.h"
#include "format/list_source.h"

/* Prints lists of a source in a format. */

struct list_printing {
    struct list_source *source;
    struct format *format;
    const struct format_sink *sink;
    bool is_started; /* a list was printed to the sink; false at first */
};

/* Prints a list: its head if none was printed to the sink yet, and its entries. False with *error
 * as list_source_read and format_entry. */
bool list_printing_add(struct list_printing *printing, const struct known_list *list,
                       struct error *error);

/* Prints the foot of the last list. Fails as format_foot. */
bool list_printing_end(struct list_printing *printing, const struct known_list *list,
                       struct error *error);

#endif
