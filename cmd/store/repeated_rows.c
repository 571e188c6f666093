#include "repeated_rows.h"
#include "base/timestamp.h"
#include "library.h"

#include <stdlib.h>
#include <string.h>

struct repeated_rows {
    sqlite3 *database;
    const struct load_plan *plan;
    struct row_cache *cache;
};

struct repeated_rows *repeated_rows_new(sqlite3 *database, const struct load_plan *plan,
                                        struct error *error)
{
    struct repeated_rows *rows = malloc(sizeof *rows);

    if (!rows) {
        (void)error_no_memory(error);
        return NULL;
    }
    rows->database = database;
    rows->plan = plan;
    rows->cache = row_cache_new(error);
    if (rows->cache)
        return rows;
    free(rows);
    return NULL;
}

void repeated_rows_free(struct repeated_rows *rows)
{
    if (!rows)
        return;
    row_cache_free(rows->cache);
    free(rows);
}

/* Changes a row's seen_at to the time of the newest message that repeated it. */
static bool set_seen_at(struct repeated_rows *rows, const struct cached_row *row,
                        struct error *error)
{
    const struct repeated_table *table = &rows->plan->tables[row->table];
    char time[TIMESTAMP_TEXT];
    bool done;

    timestamp_format(row->time, time);
    done = sqlite3_bind_text(table->again, table->key, row->key, row->length, SQLITE_STATIC) ==
               SQLITE_OK &&
           (row->rowid ? sqlite3_bind_int64(table->again, table->rowid, row->rowid)
                       : sqlite3_bind_null(table->again, table->rowid)) == SQLITE_OK &&
           sqlite3_bind_text(table->again, table->time, time, TIMESTAMP_TEXT - 1, SQLITE_STATIC) ==
               SQLITE_OK &&
           sqlite3_step(table->again) == SQLITE_DONE;
    if (!done)
        (void)library_error(rows->database, error);
    (void)sqlite3_reset(table->again); /* it returns what sqlite3_step returned */
    return done;
}

bool repeated_rows_settle(struct repeated_rows *rows, struct error *error)
{
    const struct cached_row *row;

    while ((row = row_cache_next_deferred(rows->cache)))
        if (!set_seen_at(rows, row, error))
            return false;
    return true;
}

bool repeated_rows_look(struct repeated_rows *rows, const struct statement *statement,
                        const struct bound_record *record, const struct record_value *key,
                        uint64_t content, bool *runs, struct cached_row **row, struct error *error)
{
    const char *text = record_text(record->values, key);
    bool is_key = !statement->key_is_optional;
    struct cached_row *entry = row_cache_find(rows->cache, statement->table, text, key->length);
    bool known = entry && row_cache_holds(entry, statement->table, text, key->length);

    *row = NULL;
    *runs = true;
    if (!entry || (!known && !is_key))
        return true;
    if (known && is_key) {
        bool newer = entry->time < record->time, same = entry->content == content;
        /* Of two messages of one time the statement chooses. */
        *runs = newer ? !same || !entry->held : entry->time == record->time && !same;
        if (newer && !*runs) {
            entry->time = record->time;
            row_cache_defer(rows->cache, entry);
        }
        if (!*runs)
            return true;
    }
    if (entry->deferred && !set_seen_at(rows, entry, error))
        return false;
    row_cache_put(rows->cache, entry, statement->table, text, key->length);
    /* What a $row makes of the row is not known. */
    entry->time = is_key ? record->time : INT64_MIN;
    *row = is_key ? entry : NULL;
    return true;
}

void repeated_rows_forget(struct repeated_rows *rows)
{
    row_cache_clear(rows->cache);
}
