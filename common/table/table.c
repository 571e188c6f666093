#include "table/table.h"
#include "base/buffer.h"
#include "base/output.h"
#include "state/library_snapshot.h"
#include "table/shown_text.h"
#include "table/table_columns.h"

#include <stdint.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { USUAL_WIDTH = 80 };

/* A table while it is printed. */
struct table_printing {
    sqlite3_stmt *statement;
    enum table_form form;
    struct table_columns columns;
    struct buffer cell, line;
};

typedef bool row_taker(struct table_printing *table, struct error *error);

enum table_form table_form_of(bool json)
{
    return json ? TABLE_JSON : isatty(STDOUT_FILENO) ? TABLE_FITTING : TABLE_PLAIN;
}

static size_t terminal_width(void)
{
    struct winsize size;

    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col
                                                                           : USUAL_WIDTH;
}

/* A text as it is shown, until the next call. NULL if there is no memory. */
static const char *shown(struct table_printing *table, const void *text)
{
    table->cell.length = 0;
    return shown_text_append(&table->cell, text ? text : "") ? buffer_string(&table->cell) : NULL;
}

/* The text of a column of the current row, without the object before it. */
static const void *cell_text(const struct table_printing *table, size_t column)
{
    return sqlite3_column_text(table->statement, (int)column + 1);
}

static bool each_row(struct table_printing *table, row_taker *take, size_t *rows,
                     struct error *error)
{
    int code;

    for (*rows = 0; (code = sqlite3_step(table->statement)) == SQLITE_ROW; ++*rows)
        if (!take(table, error))
            return false;
    return (code == SQLITE_DONE && sqlite3_reset(table->statement) == SQLITE_OK) ||
           library_snapshot_error(sqlite3_db_handle(table->statement), error);
}

static bool measure_row(struct table_printing *table, struct error *error)
{
    for (size_t i = 0; i < table->columns.count; i++) {
        struct table_column *column = &table->columns.columns[i];
        bool is_text = sqlite3_column_type(table->statement, (int)i + 1) == SQLITE_TEXT;
        const char *text = shown(table, cell_text(table, i)); /* converts the column */
        size_t bytes, width;

        if (!text)
            return error_no_memory(error);
        width = shown_text_columns(text, SIZE_MAX, &bytes);
        if (width < column->least)
            column->least = width;
        if (width > column->widest)
            column->widest = width;
        column->has_text = column->has_text || is_text;
    }
    return true;
}

/* Measures all rows, and fits the columns with their names into the terminal. */
static bool measure(struct table_printing *table, struct error *error)
{
    size_t rows, bytes;

    for (size_t i = 0; i < table->columns.count; i++)
        table->columns.columns[i].least = SIZE_MAX;
    if (!each_row(table, measure_row, &rows, error))
        return false;
    for (size_t i = 0; i < table->columns.count; i++) {
        struct table_column *column = &table->columns.columns[i];

        column->width =
            shown_text_columns(sqlite3_column_name(table->statement, (int)i + 1), SIZE_MAX, &bytes);
        if (column->width < column->widest)
            column->width = column->widest;
    }
    table_columns_fit(&table->columns, terminal_width());
    return true;
}

static bool append_spaces(struct buffer *line, size_t count)
{
    while (count-- > 0)
        if (!buffer_append(line, " ", 1))
            return false;
    return true;
}

/* Appends the text of a column, cut or filled to its width; nothing follows the last one. */
static bool append_fitted(struct table_printing *table, size_t place, const char *text)
{
    const struct table_column *column = &table->columns.columns[place];
    size_t bytes, taken = shown_text_columns(text, column->width, &bytes);
    bool is_cut = text[bytes] != '\0', is_last = place + 1 == table->columns.count;

    if (is_cut)
        taken = shown_text_columns(text, column->width - 1, &bytes) + 1;
    return (column->has_text || append_spaces(&table->line, column->width - taken)) &&
           buffer_append(&table->line, text, bytes) &&
           (!is_cut || buffer_append_string(&table->line, "…")) &&
           (is_last || append_spaces(&table->line, TABLE_GAP)) &&
           (is_last || !column->has_text || append_spaces(&table->line, column->width - taken));
}

/* Prints the line of the columns' names, or a row. */
static bool print_line(struct table_printing *table, bool is_header, struct error *error)
{
    table->line.length = 0;
    for (size_t i = 0; i < table->columns.count; i++) {
        const char *text =
            shown(table, is_header ? sqlite3_column_name(table->statement, (int)i + 1)
                                   : cell_text(table, i));

        if (!text || !(table->form == TABLE_FITTING ? append_fitted(table, i, text)
                                                    : buffer_append_string(&table->line, text)))
            return error_no_memory(error);
        if (table->form == TABLE_PLAIN && i + 1 < table->columns.count &&
            !buffer_append(&table->line, "\t", 1))
            return error_no_memory(error);
    }
    return output_line(table->line.bytes, table->line.length, error);
}

static bool print_cells(struct table_printing *table, struct error *error)
{
    return print_line(table, false, error);
}

static bool print_json_of_row(struct table_printing *table, struct error *error)
{
    const char *object = (const char *)sqlite3_column_text(table->statement, 0);

    /* JSON holds no tabs or line ends; what else it holds might harm only a terminal. */
    if (object && isatty(STDOUT_FILENO))
        object = shown(table, object);
    table->line.length = 0;
    return object && buffer_append_string(&table->line, object)
               ? output_line(table->line.bytes, table->line.length, error)
               : error_no_memory(error);
}

bool table_print(sqlite3_stmt *statement, enum table_form form, size_t *rows, struct error *error)
{
    struct table_printing table = {
        .statement = statement,
        .form = form,
        .columns = {.count = (size_t)sqlite3_column_count(statement) - 1},
    };
    bool done = form != TABLE_FITTING || measure(&table, error);

    /* A table without rows has no header. */
    if (done && form == TABLE_FITTING && table.columns.columns[0].least != SIZE_MAX)
        done = print_line(&table, true, error);
    done =
        done && each_row(&table, form == TABLE_JSON ? print_json_of_row : print_cells, rows, error);
    buffer_free(&table.cell);
    buffer_free(&table.line);
    return done;
}
