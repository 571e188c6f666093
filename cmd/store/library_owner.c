#include "library_owner.h"
#include "base/buffer.h"
#include "library.h"

#include <stdlib.h>
#include <string.h>

struct library_owner {
    sqlite3 *database;
    struct buffer id; /* whose records are taken; empty: none has come */
    bool is_certain;  /* the library was looked at since others could have written */
};

struct library_owner *library_owner_open(sqlite3 *database, struct error *error)
{
    struct library_owner *owner = calloc(1, sizeof *owner);

    if (!owner)
        (void)error_no_memory(error);
    else
        owner->database = database;
    return owner;
}

/* Runs a statement, the caller's to finalize, with the id as its parameter. */
static bool run_with_id(sqlite3 *database, const char *sql, const char *id, size_t length,
                        sqlite3_stmt **statement, struct error *error)
{
    int result = sqlite3_prepare_v2(database, sql, -1, statement, NULL);

    if (result == SQLITE_OK)
        result = sqlite3_bind_text(*statement, 1, id, (int)length, SQLITE_STATIC);
    if (result == SQLITE_OK)
        result = sqlite3_step(*statement);
    return result == SQLITE_ROW || result == SQLITE_DONE || library_error(database, error);
}

static bool claim(sqlite3 *database, const char *id, size_t length, struct error *error)
{
    /* the name that the account's record has takes the place of the id */
    static const char sql[] = "INSERT INTO account (user_id, account_id, seen_at)"
                              " SELECT ?1, ?1, '' WHERE NOT EXISTS (SELECT 1 FROM account)";
    sqlite3_stmt *insert = NULL;
    bool done = run_with_id(database, sql, id, length, &insert, error);

    (void)sqlite3_finalize(insert); /* it returns what sqlite3_step returned */
    return done;
}

/* Sets the id whose records are taken: the first to come if only the owner's name is known. */
static bool find_owner(struct library_owner *owner, const char *id, size_t length,
                       struct error *error)
{
    static const char sql[] = "SELECT iif(user_id = ?1, ?1, account_id) FROM account";
    sqlite3_stmt *select = NULL;
    bool done = claim(owner->database, id, length, error) &&
                run_with_id(owner->database, sql, id, length, &select, error);

    owner->is_certain = done;
    if (done && sqlite3_column_bytes(select, 0) > 0) {
        owner->id.length = 0;
        done = buffer_append(&owner->id, sqlite3_column_blob(select, 0),
                             (size_t)sqlite3_column_bytes(select, 0)) ||
               error_no_memory(error);
    }
    (void)sqlite3_finalize(select); /* it returns what sqlite3_step returned */
    return done;
}

bool library_owner_takes(struct library_owner *owner, const char *id, size_t length,
                         struct error *error)
{
    if (!owner->is_certain && !find_owner(owner, id, length, error))
        return false;
    if (owner->id.length == 0 && !buffer_append(&owner->id, id, length))
        return error_no_memory(error);
    if (owner->id.length == length && memcmp(owner->id.bytes, id, length) == 0)
        return true;
    return error_set(error, EX_DATAERR,
                     "the record belongs to account '%.*s', and the library to '%.*s'",
                     (int)(length < 60 ? length : 60), id,
                     (int)(owner->id.length < 60 ? owner->id.length : 60), owner->id.bytes);
}

void library_owner_forget(struct library_owner *owner)
{
    owner->is_certain = false;
}

void library_owner_close(struct library_owner *owner)
{
    if (!owner)
        return;
    buffer_free(&owner->id);
    free(owner);
}
