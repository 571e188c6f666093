#include "format/row.h"
#include "format/cell.h"
#include "json/json_print.h"

static bool append_cell(jv cell, struct buffer *out)
{
    if (jv_get_kind(cell) == JV_KIND_STRING)
        return cell_append(jv_string_value(cell), (size_t)jv_string_length_bytes(jv_copy(cell)),
                           out);
    return jv_get_kind(cell) == JV_KIND_NULL || json_print(cell, out);
}

bool row_append(jv cells, char separator, struct buffer *out)
{
    int count = jv_array_length(jv_copy(cells));
    bool done = true;

    for (int i = 0; done && i < count; i++) {
        jv cell = jv_array_get(jv_copy(cells), i);
        done = (i == 0 || buffer_append(out, &separator, 1)) && buffer_append(out, "\"", 1) &&
               append_cell(cell, out) && buffer_append(out, "\"", 1);
        jv_free(cell);
    }
    return done;
}
