#include "loader.h"
#include "base/timestamp.h"
#include "kept.h"
#include "library.h"
#include "repeats.h"
#include "singer/streams.h"
#include "statements.h"

#include <stdlib.h>
#include <string.h>

enum { TIMESTAMP_SECONDS_LENGTH = 20 };

enum effect { EFFECT_NONE, EFFECT_NEW, EFFECT_UPDATED };

struct loader {
    sqlite3 *database;
    struct statements *statements;
    struct repeats *repeats;
    struct load_counts *counts; /* of each stream */
    /* the record being stored: */
    const char *record; /* what is kept of it */
    bool deleted;
    int64_t time;
    char time_text[TIMESTAMP_TEXT], fetched_text[TIMESTAMP_TEXT], deleted_text[TIMESTAMP_TEXT];
};

struct loader *loader_open(sqlite3 *database, struct scanner *scanner, struct error *error)
{
    struct loader *loader = calloc(1, sizeof *loader);

    if (!loader) {
        (void)error_no_memory(error);
        return NULL;
    }
    loader->database = database;
    loader->repeats = repeats_new(error);
    loader->statements = loader->repeats ? statements_prepare(database, scanner, error) : NULL;
    if (!loader->statements)
        goto failed;
    loader->counts = calloc(loader->statements->stream_count, sizeof *loader->counts);
    if (!loader->counts) {
        (void)error_no_memory(error);
        goto failed;
    }
    for (size_t i = 0; i < loader->statements->stream_count; i++)
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
    statements_free(loader->statements);
    repeats_free(loader->repeats);
    free(loader->counts);
    free(loader);
}

/* SQL's functions take a NUL for the end of a text, so U+FFFD stands for it in the library. */
static int bind_without_nuls(sqlite3_stmt *sql, int number, const char *text, size_t text_length)
{
    static const char replacement[] = {'\xef', '\xbf', '\xbd'};
    char *clean = sqlite3_malloc64(text_length * 3 + 1);
    size_t length = 0;

    if (!clean)
        return SQLITE_NOMEM;
    for (size_t i = 0; i < text_length; i++)
        if (text[i]) {
            clean[length++] = text[i];
        } else {
            memcpy(clean + length, replacement, sizeof replacement);
            length += sizeof replacement;
        }
    return sqlite3_bind_text64(sql, number, clean, length, sqlite3_free, SQLITE_UTF8);
}

static int bind_value(const struct loader *loader, sqlite3_stmt *sql, int number,
                      const struct kept_value *value)
{
    const char *text;

    switch (value->kind) {
    case JSON_FALSE:
    case JSON_TRUE:
        return sqlite3_bind_int(sql, number, value->kind == JSON_TRUE);
    case JSON_INTEGER:
        return sqlite3_bind_int64(sql, number, value->integer);
    case JSON_REAL:
        return sqlite3_bind_double(sql, number, value->real);
    case JSON_STRING:
        text = kept_text(loader->record, value);
        if (memchr(text, '\0', value->length))
            return bind_without_nuls(sql, number, text, value->length);
        return sqlite3_bind_text(sql, number, text, (int)value->length, SQLITE_STATIC);
    case JSON_OBJECT:
    case JSON_ARRAY:
        return sqlite3_bind_zeroblob(sql, number, 0);
    default:
        return sqlite3_bind_null(sql, number);
    }
}

/* A value of the record; of_element: in an element of its array. */
static const struct kept_value *value_of(const struct loader *loader, int number, bool of_element,
                                         size_t element)
{
    return of_element ? kept_element(loader->record, (size_t)number, element)
                      : kept_value(loader->record, (size_t)number);
}

static int bind_parameter(const struct loader *loader, sqlite3_stmt *sql, int number,
                          const struct parameter *parameter, size_t element)
{
    const char *text;
    int length = TIMESTAMP_SECONDS_LENGTH;

    switch (parameter->kind) {
    case PARAMETER_VALUE:
        return bind_value(loader, sql, number,
                          value_of(loader, parameter->value, parameter->of_element, element));
    case PARAMETER_TRUE:
        return SQLITE_OK; /* bound for good */
    case PARAMETER_TIME_EXTRACTED:
        text = loader->time_text;
        length = TIMESTAMP_TEXT - 1;
        break;
    case PARAMETER_FETCHED_AT:
        text = loader->fetched_text;
        break;
    default:
        text = loader->deleted_text;
    }
    return sqlite3_bind_text(sql, number, text, length, SQLITE_STATIC);
}

static bool is_set(const struct kept_value *value)
{
    return value->kind != JSON_ABSENT && value->kind != JSON_NULL;
}

/* Moves a row's time to that of the newest message that told it. */
static bool move_time(struct loader *loader, const struct repeat *repeat, struct error *error)
{
    const struct repeated_table *table = &loader->statements->tables[repeat->table];
    char time[TIMESTAMP_TEXT];
    bool done;

    timestamp_format(repeat->time, time);
    done = sqlite3_bind_text(table->again, table->key, repeat->key, repeat->length,
                             SQLITE_STATIC) == SQLITE_OK &&
           (repeat->rowid ? sqlite3_bind_int64(table->again, table->rowid, repeat->rowid)
                          : sqlite3_bind_null(table->again, table->rowid)) == SQLITE_OK &&
           sqlite3_bind_text(table->again, table->time, time, TIMESTAMP_TEXT - 1, SQLITE_STATIC) ==
               SQLITE_OK &&
           sqlite3_step(table->again) == SQLITE_DONE;
    if (!done)
        (void)library_error(loader->database, error);
    (void)sqlite3_reset(table->again); /* tells again what sqlite3_step told */
    return done;
}

bool loader_settle(struct loader *loader, struct error *error)
{
    const struct repeat *repeat;

    while ((repeat = repeats_next_due(loader->repeats)))
        if (!move_time(loader, repeat, error))
            return false;
    return true;
}

/*
 * Looks whether the row of a $key is told as it was: *runs is whether the statement has to run. If
 * so, *repeat is where to remember what it makes of `content`, or NULL. The row of a $row is
 * forgotten.
 */
static bool look_for_repeat(struct loader *loader, const struct statement *statement,
                            const struct kept_value *key, uint64_t content, bool *runs,
                            struct repeat **repeat, struct error *error)
{
    const char *text = kept_text(loader->record, key);
    /* A key with a NUL is stored as another (bind_without_nuls). */
    struct repeat *place =
        memchr(text, '\0', key->length)
            ? NULL
            : repeats_place(loader->repeats, statement->table, text, key->length);
    bool known = place && repeats_is(place, statement->table, text, key->length);

    *repeat = NULL;
    *runs = true;
    if (!place || (!known && statement->is_row))
        return true;
    if (known && !statement->is_row) {
        *runs = place->time < loader->time && place->content != content;
        if (place->time < loader->time && !*runs) {
            place->time = loader->time;
            repeats_put_off(loader->repeats, place);
        }
        if (!*runs)
            return true;
    }
    if (place->due && !move_time(loader, place, error))
        return false;
    repeats_put(loader->repeats, place, statement->table, text, key->length);
    place->time = statement->is_row ? INT64_MIN : loader->time;
    *repeat = statement->is_row ? NULL : place;
    return true;
}

/* Runs a statement, for one element of its array if it has one, and tells what it did. */
static bool run(struct loader *loader, const struct statement *statement, size_t element,
                enum effect *effect, struct error *error)
{
    sqlite3 *database = loader->database;
    struct repeat *repeat = NULL;
    uint64_t content = 0;
    bool done, runs = true;

    *effect = EFFECT_NONE;
    if (statement->id != STATEMENT_NONE) {
        const struct parameter *parameter = &statement->parameters[statement->id];
        const struct kept_value *id =
            value_of(loader, parameter->value, parameter->of_element, element);
        if (!is_set(id) && !statement->is_row)
            return true;
        if (statement->content != STATEMENT_NONE)
            content = value_of(loader, statement->content, parameter->of_element, element)->digest;
        if (statement->table && id->kind == JSON_STRING &&
            !look_for_repeat(loader, statement, id, content, &runs, &repeat, error))
            return false;
        if (!runs)
            return true;
    }
    for (int i = 0; i < statement->parameter_count; i++)
        if (bind_parameter(loader, statement->sql, i + 1, &statement->parameters[i], element) !=
            SQLITE_OK)
            return library_error(database, error);
    /* An INSERT that becomes an UPDATE leaves the last rowid alone: that tells them apart. */
    if (statement->verb == VERB_INSERT)
        sqlite3_set_last_insert_rowid(database, 0);
    done = sqlite3_step(statement->sql) == SQLITE_DONE;
    if (!done)
        (void)library_error(database, error);
    else if (sqlite3_changes(database) > 0)
        *effect = statement->verb == VERB_INSERT && sqlite3_last_insert_rowid(database) != 0
                      ? EFFECT_NEW
                      : EFFECT_UPDATED;
    if (repeat && *effect != EFFECT_NONE)
        repeat->content = content;
    if (repeat && *effect == EFFECT_NEW)
        repeat->rowid = sqlite3_last_insert_rowid(database);
    (void)sqlite3_reset(statement->sql); /* tells again what sqlite3_step told */
    return done;
}

static bool holds(enum condition condition, enum effect effect)
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

static bool store_record(struct loader *loader, size_t stream, struct error *error)
{
    const struct load *load = &loader->statements->loads[stream];
    struct load_counts *counts = &loader->counts[stream];
    enum effect last = EFFECT_NONE, effect = EFFECT_NONE;
    bool first = true;

    for (size_t i = 0; i < load->count; i++) {
        const struct statement *statement = &load->statements[i];
        size_t times = 1;

        if (statement->for_deleted != loader->deleted || !holds(statement->condition, last))
            continue;
        if (statement->array != STATEMENT_NONE)
            times = kept_count(loader->record, (size_t)statement->array);
        for (size_t element = 0; element < times; element++)
            if (!run(loader, statement, element, &effect, error))
                return false;
        if (first) {
            /* A deletion that comes ahead of its row is no news. */
            counts->new_rows += effect == EFFECT_NEW && !loader->deleted;
            counts->updated_rows += effect == EFFECT_UPDATED;
            first = false;
        }
        if (statement->verb == VERB_INSERT ? statement->condition == ALWAYS
                                           : statement->verb == VERB_UPDATE && last == EFFECT_NONE)
            last = effect;
    }
    return true;
}

static void set_times(struct loader *loader, const struct message *message)
{
    loader->deleted = message->deleted;
    if (message->deleted)
        timestamp_format_seconds(message->deleted_time, loader->deleted_text);
    /* An answer's records have one time. */
    if (loader->time == message->time && loader->time_text[0])
        return;
    loader->time = message->time;
    timestamp_format(message->time, loader->time_text);
    memcpy(loader->fetched_text, loader->time_text, TIMESTAMP_SECONDS_LENGTH - 1);
    loader->fetched_text[TIMESTAMP_SECONDS_LENGTH - 1] = 'Z';
}

bool loader_store(struct loader *loader, const struct message *message, const char *record,
                  struct error *error)
{
    loader->record = record;
    set_times(loader, message);
    return store_record(loader, (size_t)message->stream, error);
}

struct load_counts *loader_counts(struct loader *loader, size_t *count)
{
    *count = loader->statements->stream_count;
    return loader->counts;
}

void loader_forget(struct loader *loader)
{
    repeats_clear(loader->repeats);
}
