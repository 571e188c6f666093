#ifndef SPOTIFY_SYNC_LIST_PRINTING_H
#define SPOTIFY_SYNC_LIST_PRINTING_H

#include "format/format.h"
#include "format/list_source.h"

/* How lists of a source are printed in a format. */
struct list_printing {
    struct list_source *source;
    struct format *format;
    const struct format_sink *sink; /* NULL: standard output (output.h) */
    size_t *left_out; /* counts entries of which the format makes no sense, which are then logged
                         and left out; NULL: the first one fails */
};

/* Prints lists[i] for each i of `count` that is chosen: the head of the first one, the entries of
 * all, and the foot of the last one. False with *error as list_source_read and format_entry. */
bool list_printing_run(const struct list_printing *printing, const struct known_list *lists,
                       const bool *chosen, size_t count, struct error *error);

#endif
