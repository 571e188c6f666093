#include "listens/listens.h"
#include "listens/pairing.h"
#include "state/library_error.h"

#include <stdlib.h>

extern const char schema_listens_widen_sql[];
extern const char schema_listens_candidates_sql[];

enum { LEFT_COLUMN, RIGHT_COLUMN, DISTANCE_COLUMN, FIRST_KEY_COLUMN, KEY_COLUMNS = 6 };

struct listens {
    sqlite3 *database;
    sqlite3_stmt *any_due, *widen, *candidates, *unmatch, *match, *done;
    struct pair *pairs; /* a row of `candidates` each */
    size_t count, capacity;
};

static bool prepare_settling(struct listens *listens, const char *sql, sqlite3_stmt **statement,
                             struct error *error)
{
    return sqlite3_prepare_v3(listens->database, sql, -1, SQLITE_PREPARE_PERSISTENT, statement,
                              NULL) == SQLITE_OK ||
           library_error(listens->database, error);
}

struct listens *listens_open(sqlite3 *database, struct error *error)
{
    struct listens *listens = calloc(1, sizeof *listens);

    if (!listens) {
        (void)error_no_memory(error);
        return NULL;
    }
    listens->database = database;
    if (prepare_settling(listens, "SELECT 1 FROM listens_due LIMIT 1", &listens->any_due, error))
        return listens;
    listens_close(listens);
    return NULL;
}

/* Prepares what few runs need. */
static bool prepare_all(struct listens *listens, struct error *error)
{
    return listens->widen ||
           (prepare_settling(listens, schema_listens_candidates_sql, &listens->candidates, error) &&
            prepare_settling(
                listens,
                "DELETE FROM listen_matches"
                " WHERE (played_at, track_id) IN (SELECT played_at, track_id FROM listens_due)",
                &listens->unmatch, error) &&
            prepare_settling(listens, "INSERT INTO listen_matches VALUES (?, ?, ?, ?, ?, ?)",
                             &listens->match, error) &&
            prepare_settling(listens, "DELETE FROM listens_due", &listens->done, error) &&
            prepare_settling(listens, schema_listens_widen_sql, &listens->widen, error));
}

void listens_close(struct listens *listens)
{
    if (!listens)
        return;
    /* sqlite3_finalize says only what the statement's last step said */
    (void)sqlite3_finalize(listens->any_due);
    (void)sqlite3_finalize(listens->widen);
    (void)sqlite3_finalize(listens->candidates);
    (void)sqlite3_finalize(listens->unmatch);
    (void)sqlite3_finalize(listens->match);
    (void)sqlite3_finalize(listens->done);
    free(listens->pairs);
    free(listens);
}

/* Ends a statement. False with *error unless its last step was `result`. */
static bool stepped(struct listens *listens, sqlite3_stmt *statement, int step, int result,
                    struct error *error)
{
    bool done = step == result || library_error(listens->database, error);

    (void)sqlite3_reset(statement); /* says again what sqlite3_step said */
    return done;
}

static bool run_once(struct listens *listens, sqlite3_stmt *statement, struct error *error)
{
    return stepped(listens, statement, sqlite3_step(statement), SQLITE_DONE, error);
}

static bool add_pair(struct listens *listens, struct error *error)
{
    if (listens->count == listens->capacity) {
        size_t capacity = listens->capacity ? listens->capacity * 2 : 64;
        struct pair *pairs = realloc(listens->pairs, capacity * sizeof *pairs);
        if (!pairs)
            return error_no_memory(error);
        listens->pairs = pairs;
        listens->capacity = capacity;
    }
    listens->pairs[listens->count++] =
        (struct pair){.left = sqlite3_column_int64(listens->candidates, LEFT_COLUMN),
                      .right = sqlite3_column_int64(listens->candidates, RIGHT_COLUMN),
                      .distance = sqlite3_column_int64(listens->candidates, DISTANCE_COLUMN)};
    return true;
}

static bool read_pairs(struct listens *listens, struct error *error)
{
    int step;

    listens->count = 0;
    while ((step = sqlite3_step(listens->candidates)) == SQLITE_ROW)
        if (!add_pair(listens, error)) {
            (void)sqlite3_reset(listens->candidates);
            return false;
        }
    return stepped(listens, listens->candidates, step, SQLITE_DONE, error);
}

/* Stores the match that `candidates` stands at. */
static bool store_match(struct listens *listens, struct error *error)
{
    for (int i = 0; i < KEY_COLUMNS; i++)
        if (sqlite3_bind_value(listens->match, i + 1,
                               sqlite3_column_value(listens->candidates, FIRST_KEY_COLUMN + i)) !=
            SQLITE_OK)
            return library_error(listens->database, error);
    return run_once(listens, listens->match, error);
}

static bool store_matches(struct listens *listens, struct error *error)
{
    size_t number = 0;
    int step;

    while ((step = sqlite3_step(listens->candidates)) == SQLITE_ROW)
        if (number < listens->count && listens->pairs[number++].chosen &&
            !store_match(listens, error)) {
            (void)sqlite3_reset(listens->candidates);
            return false;
        }
    return stepped(listens, listens->candidates, step, SQLITE_DONE, error);
}

bool listens_settle(struct listens *listens, struct error *error)
{
    int due = sqlite3_step(listens->any_due);

    if (due == SQLITE_DONE)
        return stepped(listens, listens->any_due, due, SQLITE_DONE, error);
    if (!stepped(listens, listens->any_due, due, SQLITE_ROW, error) ||
        !prepare_all(listens, error) || !run_once(listens, listens->widen, error) ||
        !run_once(listens, listens->unmatch, error) || !read_pairs(listens, error))
        return false;
    if (!pairing_choose(listens->pairs, listens->count))
        return error_no_memory(error);
    return store_matches(listens, error) && run_once(listens, listens->done, error);
}
