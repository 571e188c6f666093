#include "ledger.h"
#include "base/buffer.h"
#include "state/shared_database.h"
#include "state/state_directory.h"

#include <ctype.h>
#include <stdlib.h>

extern const char schema_restore_journal_sql[];
extern const char schema_restore_plan_sql[];

struct ledger {
    sqlite3 *database;
};

static bool ledger_error(struct ledger *ledger, struct error *error)
{
    int code = sqlite3_errcode(ledger->database) & 0xff;

    if (code == SQLITE_NOMEM)
        return error_no_memory(error);
    return error_set(error, code == SQLITE_ERROR || code == SQLITE_CORRUPT ? EX_DATAERR : EX_IOERR,
                     "cannot keep account of what is restored: %s",
                     sqlite3_errmsg(ledger->database));
}

static bool execute(struct ledger *ledger, const char *sql, struct error *error)
{
    return sqlite3_exec(ledger->database, sql, NULL, NULL, NULL) == SQLITE_OK ||
           ledger_error(ledger, error);
}

/* The account's name may be anything: what is no letter or digit is written in hexadecimal. */
static bool file_of(const char *account, struct buffer *path, struct error *error)
{
    if (!state_directory(path, error))
        return false;
    if (!buffer_append_string(path, "/restore-"))
        return error_no_memory(error);
    for (; *account; account++)
        if (!buffer_append_format(path, isalnum((unsigned char)*account) ? "%c" : "%%%02X",
                                  (unsigned char)*account))
            return error_no_memory(error);
    return buffer_append_format(path, ".db") || error_no_memory(error);
}

struct ledger *ledger_open(const char *account, struct error *error)
{
    struct ledger *ledger = calloc(1, sizeof *ledger);
    struct buffer path = {0};
    int code;

    if (!ledger)
        (void)error_no_memory(error);
    if (!ledger || !file_of(account, &path, error))
        goto failed;
    code = sqlite3_open(path.bytes, &ledger->database);
    if (code != SQLITE_OK) {
        (void)error_set(error, EX_IOERR, "cannot open %.200s: %s", path.bytes,
                        sqlite3_errstr(code));
        goto failed;
    }
    code = sqlite3_exec(ledger->database,
                        "PRAGMA trusted_schema = OFF; PRAGMA main.locking_mode = EXCLUSIVE;"
                        "PRAGMA main.journal_mode = WAL; PRAGMA main.synchronous = FULL;"
                        "BEGIN EXCLUSIVE; COMMIT",
                        NULL, NULL, NULL);
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
        (void)error_set(error, EX_TEMPFAIL,
                        "another restore into this account is running: wait until it ends");
        goto failed;
    }
    if ((code != SQLITE_OK && !ledger_error(ledger, error)) ||
        !execute(ledger, schema_restore_journal_sql, error))
        goto failed;
    buffer_free(&path);
    return ledger;
failed:
    buffer_free(&path);
    ledger_close(ledger);
    return NULL;
}

bool ledger_plan(struct ledger *ledger, const char *path, struct error *error)
{
    bool planned =
        sqlite3_busy_timeout(ledger->database, SHARED_DATABASE_PATIENCE_MS) == SQLITE_OK &&
        ledger_run(ledger, "ATTACH ?1 AS library", LEDGER_VALUES(LEDGER_TEXT(path)), error) &&
        ledger_begin(ledger, error) && execute(ledger, schema_restore_plan_sql, error) &&
        ledger_commit(ledger, error);

    return planned && execute(ledger, "DETACH library", error);
}

/* Prepares a statement with its values; NULL with *error. */
static sqlite3_stmt *prepare_with_values(struct ledger *ledger, const char *sql,
                                         const struct ledger_value *values, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(ledger->database, sql, -1, &statement, NULL);

    for (int i = 0; code == SQLITE_OK && i < sqlite3_bind_parameter_count(statement); i++)
        code = values[i].text
                   ? sqlite3_bind_text(statement, i + 1, values[i].text, -1, SQLITE_STATIC)
                   : sqlite3_bind_int64(statement, i + 1, values[i].number);
    if (code == SQLITE_OK)
        return statement;
    (void)ledger_error(ledger, error);
    (void)sqlite3_finalize(statement);
    return NULL;
}

bool ledger_each(struct ledger *ledger, const char *sql, const struct ledger_value *values,
                 ledger_take *take, void *context, struct error *error)
{
    sqlite3_stmt *statement = prepare_with_values(ledger, sql, values, error);
    bool taken = true;
    int code = SQLITE_DONE;

    if (!statement)
        return false;
    while (taken && (code = sqlite3_step(statement)) == SQLITE_ROW)
        taken = !take || take(context, statement, error);
    if (taken && code != SQLITE_DONE)
        taken = ledger_error(ledger, error);
    (void)sqlite3_finalize(statement); /* repeats the error of the last step */
    return taken;
}

bool ledger_run(struct ledger *ledger, const char *sql, const struct ledger_value *values,
                struct error *error)
{
    return ledger_each(ledger, sql, values, NULL, NULL, error);
}

static bool take_number(void *number, sqlite3_stmt *row, struct error *error)
{
    (void)error;
    *(int64_t *)number = sqlite3_column_int64(row, 0);
    return true;
}

bool ledger_number(struct ledger *ledger, const char *sql, const struct ledger_value *values,
                   int64_t *number, struct error *error)
{
    *number = 0;
    return ledger_each(ledger, sql, values, take_number, number, error);
}

bool ledger_begin(struct ledger *ledger, struct error *error)
{
    return execute(ledger, "BEGIN IMMEDIATE", error);
}

bool ledger_commit(struct ledger *ledger, struct error *error)
{
    return execute(ledger, "COMMIT", error);
}

void ledger_close(struct ledger *ledger)
{
    if (!ledger)
        return;
    (void)sqlite3_close(ledger->database);
    free(ledger);
}
