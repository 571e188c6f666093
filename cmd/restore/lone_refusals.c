#include "lone_refusals.h"
#include "base/timestamp.h"

/* How many in a row end a kind of write. */
enum { REFUSED_IN_A_ROW = 10 };

bool lone_refusals_doubt(struct lone_refusals *refusals, const char *uri, const char *words,
                         struct error *error)
{
    struct ledger *ledger = refusals->writer->ledger;
    const struct ledger_value *values =
        LEDGER_VALUES(LEDGER_TEXT(refusals->list), LEDGER_TEXT(uri), LEDGER_TEXT(refusals->scope),
                      LEDGER_TEXT(words));
    int64_t before;

    refusals->has_doubted = true;
    if (!ledger_number(ledger, "SELECT count(*) FROM doubted_refusals WHERE list = ?1 AND uri = ?2",
                       values, &before, error) ||
        !ledger_run(ledger, "INSERT OR REPLACE INTO doubted VALUES (?1, ?2, ?3, ?4)", values,
                    error))
        return false;
    /* those of an earlier run stop no others a second time */
    if (before == 0)
        refusals->writer->refused_items++;
    return before > 0 || refusals->writer->refused_items < REFUSED_IN_A_ROW ||
           error_set(error, EX_UNAVAILABLE, "nothing can be written now: %.300s", words);
}

static bool believe_refusals(const struct lone_refusals *refusals, struct error *error)
{
    static const char *const sql[] = {
        "INSERT OR REPLACE INTO refusals SELECT list, uri, words, ?3 FROM doubted"
        " WHERE list = ?1 AND scope = ?2",
        "UPDATE things SET state = 4 WHERE state = 5 AND ?1 = 'library'"
        " AND uri IN (SELECT uri FROM doubted WHERE list = ?1 AND scope = ?2)",
        /* in other playlists, too */
        "UPDATE items SET state = 4, reason = words FROM doubted WHERE state IN (0, 5)"
        " AND doubted.list = 'playlist' AND doubted.list = ?1 AND scope = ?2"
        " AND doubted.uri = items.uri",
        "DELETE FROM doubted_refusals WHERE list = ?1"
        " AND uri IN (SELECT uri FROM doubted WHERE list = ?1 AND scope = ?2)",
        "DELETE FROM doubted WHERE list = ?1 AND scope = ?2"};
    struct ledger *ledger = refusals->writer->ledger;
    const struct ledger_value *values = LEDGER_VALUES(
        LEDGER_TEXT(refusals->list), LEDGER_TEXT(refusals->scope), LEDGER_NUMBER(timestamp_now()));
    bool done = ledger_begin(ledger, error);

    for (size_t i = 0; done && i < sizeof sql / sizeof *sql; i++)
        done = ledger_run(ledger, sql[i], values, error);
    return done && ledger_commit(ledger, error);
}

bool lone_refusals_prove(struct lone_refusals *refusals, struct error *error)
{
    refusals->has_proof = true;
    refusals->writer->refused_items = 0;
    return lone_refusals_conclude(refusals, error);
}

bool lone_refusals_conclude(struct lone_refusals *refusals, struct error *error)
{
    bool done = !refusals->has_doubted || !refusals->has_proof || believe_refusals(refusals, error);

    if (refusals->has_proof)
        refusals->has_doubted = false;
    return done;
}

bool lone_refusals_settle(struct ledger *ledger, struct error *error)
{
    static const char *const sql[] = {
        "UPDATE things SET state = 4 WHERE state = 5 AND uri IN (SELECT uri FROM doubted"
        " JOIN doubted_refusals USING (list, uri) WHERE list = 'library')",
        "UPDATE items SET state = 4 WHERE state = 5 AND uri IN (SELECT uri FROM doubted"
        " JOIN doubted_refusals USING (list, uri) WHERE list = 'playlist')",
        "INSERT OR IGNORE INTO doubted_refusals SELECT list, uri FROM doubted",
        "DELETE FROM doubted"};
    bool done = ledger_begin(ledger, error);

    for (size_t i = 0; done && i < sizeof sql / sizeof *sql; i++)
        done = ledger_run(ledger, sql[i], NULL, error);
    return done && ledger_commit(ledger, error);
}
