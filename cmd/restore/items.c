#include "items.h"
#include "base/timestamp.h"

#include <stdio.h>
#include <stdlib.h>

static bool take_item(void *context, sqlite3_stmt *row, struct error *error)
{
    struct items *items = context;
    struct batch_item *item;

    if (items->count == items->capacity) {
        size_t capacity = 2 * items->capacity + 64;
        item = realloc(items->items, capacity * sizeof *item);
        if (!item)
            return error_no_memory(error);
        items->items = item;
        items->capacity = capacity;
    }
    item = &items->items[items->count++];
    *item = (struct batch_item){.place = sqlite3_column_int64(row, 0),
                                .state = (enum item_state)sqlite3_column_int(row, 2)};
    (void)snprintf(item->uri, sizeof item->uri, "%s", (const char *)sqlite3_column_text(row, 1));
    return true;
}

bool items_load(struct items *items, struct ledger *ledger, const char *sql,
                const struct ledger_value *values, struct error *error)
{
    return ledger_each(ledger, sql, values, take_item, items, error);
}

/* Counts the runs that found it failing, the first of them while others got through. */
static bool note_doubted(struct ledger *ledger, const struct ledger_value *key,
                         struct batch_item *item, struct error *error)
{
    static const char count[] = "SELECT runs FROM failures WHERE list = ?1 AND uri = ?2";
    int64_t runs;

    if (!ledger_number(ledger, count, key, &runs, error))
        return false;
    if (item->state == ITEM_FAILED && runs == 0)
        return true;
    item->state = runs > 0 ? ITEM_REFUSED : ITEM_FAILED;
    item->is_doubted = false;
    return ledger_run(ledger,
                      "INSERT INTO failures VALUES (?1, ?2, 1)"
                      " ON CONFLICT DO UPDATE SET runs = runs + 1",
                      key, error);
}

bool items_note_refusal(struct ledger *ledger, const char *list, struct batch_item *item,
                        struct error *error)
{
    const struct ledger_value *values =
        LEDGER_VALUES(LEDGER_TEXT(list), LEDGER_TEXT(item->uri), LEDGER_TEXT(item->words),
                      LEDGER_NUMBER(timestamp_now()));

    if ((item->state == ITEM_REFUSED || item->state == ITEM_FAILED) && item->is_doubted &&
        !note_doubted(ledger, values, item, error))
        return false;
    return item->state != ITEM_REFUSED ||
           ledger_run(ledger, "INSERT OR REPLACE INTO refusals VALUES (?1, ?2, ?3, ?4)", values,
                      error);
}

void items_free(struct items *items)
{
    free(items->items);
    *items = (struct items){0};
}
