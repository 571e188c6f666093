#ifndef SPOTIFY_SYNC_TABLE_COLUMNS_H
#define SPOTIFY_SYNC_TABLE_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

/* How wide the columns of a table are. */

enum { TABLE_COLUMNS_MOST = 12, TABLE_GAP = 2 };

struct table_columns {
    size_t count; /* of those that are shown */
    struct table_column {
        size_t least, widest; /* of its texts, without its name */
        size_t width;         /* that it gets */
        bool has_text;        /* not only numbers */
    } columns[TABLE_COLUMNS_MOST];
};

/*
 * Gives each column the width of its widest text. If that is more than `width` in all, those that
 * can be cut get less, the widest first; if all would become too narrow, the last ones are left
 * out.
 */
void table_columns_fit(struct table_columns *columns, size_t width);

#endif
