#include "table/table_columns.h"

/* A column is not cut to less than this, and not at all if its texts are all of one width and not
 * wider than a time. */
enum { NARROWEST = 10, WIDEST_WHOLE = 16 };

static bool stays_whole(const struct table_column *column)
{
    return !column->has_text || (column->least == column->widest && column->widest <= WIDEST_WHOLE);
}

static size_t limited(const struct table_column *column, size_t most)
{
    return stays_whole(column) || column->width < most ? column->width : most;
}

/* What the columns take if none that can be cut is wider than `most`. */
static size_t columns_total(const struct table_columns *columns, size_t most)
{
    size_t total = (columns->count - 1) * TABLE_GAP;

    for (size_t i = 0; i < columns->count; i++)
        total += limited(&columns->columns[i], most);
    return total;
}

void table_columns_fit(struct table_columns *columns, size_t width)
{
    size_t most = width;

    while (columns->count > 1 && columns_total(columns, NARROWEST) > width)
        columns->count--;
    while (most > 1 && columns_total(columns, most) > width)
        most--;
    for (size_t i = 0; i < columns->count; i++)
        columns->columns[i].width = limited(&columns->columns[i], most);
}
