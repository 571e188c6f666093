#include "sync_counts.h"
#include "library.h"

#include <stdlib.h>

struct sync_counts {
    sqlite3 *database;
    sqlite3_stmt *add;
};

struct sync_counts *sync_counts_open(sqlite3 *database, const char *state_key, struct error *error)
{
    static const char sql[] =
        "INSERT INTO sync_counts (state_key, stream, new_items, updated_items)"
        " VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET"
        " new_items = new_items + excluded.new_items,"
        " updated_items = updated_items + excluded.updated_items";
    struct sync_counts *counts = calloc(1, sizeof *counts);

    if (!counts) {
        (void)error_no_memory(error);
        return NULL;
    }
    counts->database = database;
    if (sqlite3_prepare_v2(database, sql, -1, &counts->add, NULL) == SQLITE_OK &&
        sqlite3_bind_text(counts->add, 1, state_key, -1, SQLITE_STATIC) == SQLITE_OK)
        return counts;
    (void)library_error(database, error);
    sync_counts_close(counts);
    return NULL;
}

bool sync_counts_add(struct sync_counts *counts, const struct load_counts *before,
                     const struct load_counts *now, struct error *error)
{
    int64_t new_rows = now->new_rows - before->new_rows;
    int64_t updated_rows = now->updated_rows - before->updated_rows;
    bool added;

    if (new_rows == 0 && updated_rows == 0)
        return true;
    added = sqlite3_bind_text(counts->add, 2, now->stream, -1, SQLITE_STATIC) == SQLITE_OK &&
            sqlite3_bind_int64(counts->add, 3, new_rows) == SQLITE_OK &&
            sqlite3_bind_int64(counts->add, 4, updated_rows) == SQLITE_OK &&
            sqlite3_step(counts->add) == SQLITE_DONE;
    /* The reset returns what the step returned. */
    return (sqlite3_reset(counts->add) == SQLITE_OK && added) ||
           library_error(counts->database, error);
}

void sync_counts_close(struct sync_counts *counts)
{
    if (!counts)
        return;
    (void)sqlite3_finalize(counts->add); /* it returns what the last step returned */
    free(counts);
}
