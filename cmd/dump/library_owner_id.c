#include "library_owner_id.h"
#include "state/library_snapshot.h"

#include <string.h>

char *owner_read_id(sqlite3 *database, struct error *error)
{
    static const char sql[] = "SELECT ifnull(account_id, user_id) FROM account";
    sqlite3_stmt *select = NULL;
    const char *text;
    char *id = NULL;
    int step = SQLITE_ERROR;

    if (sqlite3_prepare_v2(database, sql, -1, &select, NULL) == SQLITE_OK)
        step = sqlite3_step(select);
    if (step == SQLITE_ROW && (text = (const char *)sqlite3_column_text(select, 0)))
        id = strdup(text);
    if (step == SQLITE_DONE)
        (void)error_set(
            error, EX_DATAERR,
            "the library belongs to no account yet: sync it, or leave --account-id out");
    else if (!id)
        (void)library_snapshot_error(database, error);
    (void)sqlite3_finalize(select); /* it returns what sqlite3_step returned */
    return id;
}
