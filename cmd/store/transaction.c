#include "transaction.h"
#include "library.h"
#include "listens/listens.h"

#include <stdlib.h>
#include <string.h>

struct transaction {
    sqlite3 *database;
    struct loader *loader;
    struct listens *listens;
    struct sync_counts *sync_counts; /* may be NULL */
    sqlite3_stmt *data_version;
    int64_t version;            /* the database's data_version, which changes when others write */
    struct load_counts *counts; /* the loader's */
    size_t stream_count;
    struct load_counts *at_begin,
        *at_record; /* these at the beginning, and at a record's savepoint */
    bool is_open;
};

struct transaction *transaction_new(sqlite3 *database, struct loader *loader,
                                    struct sync_counts *sync_counts, struct error *error)
{
    struct transaction *transaction = calloc(1, sizeof *transaction);

    if (!transaction)
        goto no_memory;
    transaction->database = database;
    transaction->loader = loader;
    transaction->sync_counts = sync_counts;
    transaction->counts = loader_counts(loader, &transaction->stream_count);
    transaction->at_begin = calloc(transaction->stream_count, sizeof *transaction->at_begin);
    transaction->at_record = calloc(transaction->stream_count, sizeof *transaction->at_record);
    if (!transaction->at_begin || !transaction->at_record)
        goto no_memory;
    transaction->listens = listens_open(database, error);
    if (!transaction->listens)
        goto failed;
    if (sqlite3_prepare_v2(database, "PRAGMA data_version", -1, &transaction->data_version, NULL) ==
        SQLITE_OK)
        return transaction;
    (void)library_error(database, error);
    goto failed;
no_memory:
    (void)error_no_memory(error);
failed:
    transaction_free(transaction);
    return NULL;
}

void transaction_free(struct transaction *transaction)
{
    if (!transaction)
        return;
    (void)sqlite3_finalize(transaction->data_version); /* it returns what the last step returned */
    listens_close(transaction->listens);
    free(transaction->at_begin);
    free(transaction->at_record);
    free(transaction);
}

bool transaction_is_open(const struct transaction *transaction)
{
    return transaction->is_open;
}

static void copy_counts(const struct transaction *transaction, struct load_counts *to,
                        const struct load_counts *from)
{
    memcpy(to, from, transaction->stream_count * sizeof *to);
}

/* Has the loader forget which rows are stored if another process has written. */
static bool look_for_other_writers(struct transaction *transaction, struct error *error)
{
    int64_t version;

    if (sqlite3_step(transaction->data_version) != SQLITE_ROW)
        return library_error(transaction->database, error);
    version = sqlite3_column_int64(transaction->data_version, 0);
    (void)sqlite3_reset(transaction->data_version); /* it returns what the step returned */
    if (version != transaction->version)
        loader_forget(transaction->loader);
    transaction->version = version;
    return true;
}

bool transaction_begin(struct transaction *transaction, struct error *error)
{
    copy_counts(transaction, transaction->at_begin, transaction->counts);
    if (!library_execute(transaction->database, "BEGIN IMMEDIATE", error))
        return false;
    transaction->is_open = true;
    return look_for_other_writers(transaction, error);
}

enum outcome transaction_try(struct transaction *transaction, const struct message *message,
                             const char *values, struct error *error)
{
    struct error failure;

    copy_counts(transaction, transaction->at_record, transaction->counts);
    /* What was deferred for the records before must not be forgotten with this one. */
    if (!loader_settle(transaction->loader, error) ||
        !library_execute(transaction->database, "SAVEPOINT record", error))
        return FAILED;
    if (loader_store(transaction->loader, message, values, error))
        return library_execute(transaction->database, "RELEASE record", error) ? STORED : FAILED;
    if (error->status != EX_DATAERR)
        return FAILED;
    loader_forget(transaction->loader);
    copy_counts(transaction, transaction->counts, transaction->at_record);
    if (!library_execute(transaction->database, "ROLLBACK TO record; RELEASE record", &failure)) {
        *error = failure;
        return FAILED;
    }
    return REFUSED;
}

/* Adds what the transaction has stored to the counts of the sync. */
static bool count_for_sync(struct transaction *transaction, struct error *error)
{
    bool counted = true;

    for (size_t i = 0; counted && transaction->sync_counts && i < transaction->stream_count; i++)
        counted = sync_counts_add(transaction->sync_counts, &transaction->at_begin[i],
                                  &transaction->counts[i], error);
    return counted;
}

bool transaction_commit(struct transaction *transaction, struct error *error)
{
    if (!loader_settle(transaction->loader, error) ||
        !listens_settle(transaction->listens, error) || !count_for_sync(transaction, error) ||
        !library_execute(transaction->database, "COMMIT", error)) {
        transaction_roll_back(transaction);
        return false;
    }
    transaction->is_open = false;
    return true;
}

void transaction_roll_back(struct transaction *transaction)
{
    struct error ignored;

    /* This fails if SQLite has rolled back by itself. */
    (void)library_execute(transaction->database, "ROLLBACK", &ignored);
    transaction->is_open = false;
    loader_forget(transaction->loader);
    copy_counts(transaction, transaction->counts, transaction->at_begin);
}
