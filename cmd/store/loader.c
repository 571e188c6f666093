#include "loader.h"
#include "bind.h"
#include "library.h"
#include "library_owner.h"
#include "load_plan.h"
#include "newest_message.h"
#include "repeated_rows.h"
#include "singer/streams.h"

#include <stdlib.h>

enum effect { EFFECT_NONE, EFFECT_NEW, EFFECT_UPDATED };

struct loader {
    sqlite3 *database;
    struct load_plan *plan;
    struct repeated_rows *repeated;
    struct newest_message *newest;
    struct library_owner *owner;
    struct load_counts *counts; /* of each stream */
    struct bound_record record;
};

struct loader *loader_open(sqlite3 *database, struct parser *parser, struct error *error)
{
    struct loader *loader = calloc(1, sizeof *loader);

    if (!loader) {
        (void)error_no_memory(error);
        return NULL;
    }
    loader->database = database;
    loader->plan = load_plan_new(database, parser, error);
    loader->repeated = loader->plan ? repeated_rows_new(database, loader->plan, error) : NULL;
    loader->newest = loader->repeated ? newest_message_open(database, error) : NULL;
    loader->owner = loader->newest ? library_owner_open(database, error) : NULL;
    if (!loader->owner)
        goto failed;
    loader->counts = calloc(loader->plan->stream_count, sizeof *loader->counts);
    if (!loader->counts) {
        (void)error_no_memory(error);
        goto failed;
    }
    for (size_t i = 0; i < loader->plan->stream_count; i++)
        loader->counts[i].stream = streams[i].name;
    return loader;
failed:
    loader_close(loader);
    return NULL;
}

void loader_close(struct loader *loader)
{
    if (!loader)
        return;
    library_owner_close(loader->owner);
    newest_message_close(loader->newest);
    repeated_rows_free(loader->repeated);
    load_plan_free(loader->plan);
    free(loader->counts);
    free(loader);
}

/* Runs a statement for the bound record, for one element of its array if it has one. */
static bool step(struct loader *loader, const struct statement *statement, size_t element,
                 enum effect *effect, struct error *error)
{
    sqlite3 *database = loader->database;
    bool done;

    *effect = EFFECT_NONE;
    if (!bind_parameters(&loader->record, statement, element))
        return library_error(database, error);
    /* An INSERT that becomes an UPDATE does not set the last rowid: that tells them apart. */
    if (statement->verb == VERB_INSERT)
        sqlite3_set_last_insert_rowid(database, 0);
    done = sqlite3_step(statement->sql) == SQLITE_DONE;
    if (!done)
        (void)library_error(database, error);
    else if (sqlite3_changes(database) > 0)
        *effect = statement->only_inserts || (statement->verb == VERB_INSERT &&
                                              sqlite3_last_insert_rowid(database) != 0)
                      ? EFFECT_NEW
                      : EFFECT_UPDATED;
    (void)sqlite3_reset(statement->sql); /* it returns what sqlite3_step returned */
    return done;
}

/* Runs a statement with an $id, $key or $row, if it has to run. */
static bool step_by_key(struct loader *loader, const struct statement *statement, size_t element,
                        enum effect *effect, struct error *error)
{
    const struct bound_record *record = &loader->record;
    const struct parameter *parameter = &statement->parameters[statement->key];
    const struct record_value *key =
        bound_value(record, parameter->field, parameter->of_element, element);
    struct cached_row *row = NULL;
    uint64_t content = 0;
    bool runs = true;

    *effect = EFFECT_NONE;
    if (!statement->key_is_optional && !record_value_is_set(key))
        return true;
    if (statement->content != STATEMENT_NONE)
        content = bound_value(record, statement->content, parameter->of_element, element)->digest;
    if (statement->is_cached && key->kind == JSON_STRING &&
        !repeated_rows_look(loader->repeated, statement, record, key, content, &runs, &row, error))
        return false;
    if (!runs)
        return true;
    if (!step(loader, statement, element, effect, error))
        return false;
    if (row) {
        row->content = content;
        row->held = *effect != EFFECT_NONE;
    }
    if (row && *effect == EFFECT_NEW)
        row->rowid = sqlite3_last_insert_rowid(loader->database);
    return true;
}

/* Runs a statement as often as its array has elements, or once. *effect is that of the last time.
 */
static bool run_statement(struct loader *loader, const struct statement *statement,
                          enum effect *effect, struct error *error)
{
    size_t times = 1;

    if (statement->array != STATEMENT_NONE)
        times = record_element_count(loader->record.values, (size_t)statement->array);
    for (size_t element = 0; element < times; element++)
        if (statement->key == STATEMENT_NONE
                ? !step(loader, statement, element, effect, error)
                : !step_by_key(loader, statement, element, effect, error))
            return false;
    return true;
}

static bool is_met(enum condition condition, enum effect effect)
{
    switch (condition) {
    case IF_CHANGED:
        return effect != EFFECT_NONE;
    case IF_UPDATED:
        return effect == EFFECT_UPDATED;
    case IF_UNCHANGED:
        return effect == EFFECT_NONE;
    default:
        return true;
    }
}

/* Whether the record may be stored here, as far as it says whose it is. */
static bool is_of_library(struct loader *loader, const struct message *message, const char *values,
                          struct error *error)
{
    int account = stream_fields_account(parser_fields(loader->plan->parser, message->stream));
    const struct record_value *id = account < 0 ? NULL : record_value(values, (size_t)account);

    return !id || id->kind != JSON_STRING || id->length == 0 ||
           library_owner_takes(loader->owner, record_text(values, id), id->length, error);
}

bool loader_store(struct loader *loader, const struct message *message, const char *values,
                  struct error *error)
{
    const struct stream_load *load = load_plan_stream(loader->plan, message->stream, error);
    struct load_counts *counts = &loader->counts[message->stream];
    enum effect last = EFFECT_NONE, effect = EFFECT_NONE;
    bool first = true;

    if (!load || !is_of_library(loader, message, values, error))
        return false;
    bind_record(&loader->record, message, values);
    for (size_t i = 0; i < load->count; i++) {
        const struct statement *statement = &load->statements[i];

        if (statement->for_deleted != message->deleted || !is_met(statement->condition, last))
            continue;
        if (!run_statement(loader, statement, &effect, error))
            return false;
        if (first) {
            /* The deletion of a row that is not there is no news. */
            counts->new_rows += effect == EFFECT_NEW && !message->deleted;
            counts->updated_rows += effect == EFFECT_UPDATED;
            first = false;
        }
        if (statement->verb == VERB_INSERT ? statement->condition == ALWAYS
                                           : statement->verb == VERB_UPDATE && last == EFFECT_NONE)
            last = effect;
    }
    newest_message_note(loader->newest, message->time);
    return true;
}

struct load_counts *loader_counts(struct loader *loader, size_t *count)
{
    *count = loader->plan->stream_count;
    return loader->counts;
}

bool loader_settle(struct loader *loader, struct error *error)
{
    return repeated_rows_settle(loader->repeated, error) &&
           newest_message_settle(loader->newest, error);
}

void loader_forget(struct loader *loader)
{
    repeated_rows_forget(loader->repeated);
    newest_message_forget(loader->newest);
    library_owner_forget(loader->owner);
}
