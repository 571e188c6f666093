#include "loader.h"
#include "json.h"
#include "library.h"
#include "repeats.h"
#include "streams.h"
#include "timestamp.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_PATH = 120, NONE = -1, TIMESTAMP_SECONDS_LENGTH = 20 };

enum parameter_kind {
    PARAMETER_PATH,
    PARAMETER_TIME_EXTRACTED,
    PARAMETER_FETCHED_AT,
    PARAMETER_DELETED_AT,
    PARAMETER_TRUE,
};

struct parameter {
    enum parameter_kind kind;
    int slot;
    bool of_element;
};

enum effect { EFFECT_NONE, EFFECT_NEW, EFFECT_UPDATED };

enum condition { ALWAYS, IF_CHANGED, IF_UPDATED, IF_UNCHANGED };

enum verb { VERB_OTHER, VERB_INSERT, VERB_UPDATE };

struct statement {
    sqlite3_stmt *sql;
    struct parameter *parameters;
    int parameter_count;
    int array; /* a slot of the array whose elements it runs for, or NONE */
    char array_path[MAX_PATH];
    int id;        /* the parameter that is $id, $key or $row, or NONE */
    bool optional; /* it is $row: the statement runs without it too */
    uint8_t table; /* of its $key or $row, or 0 */
    int content;   /* a slot of the object in which its $key stands, or NONE */
    bool for_deleted;
    enum condition condition;
    enum verb verb;
};

struct load {
    struct statement *statements;
    size_t count;
};

/* A table with $key statements, and its $again statement. */
struct table {
    char name[32];
    sqlite3_stmt *again;
    int key, rowid, time; /* the parameters' numbers */
};

struct loader {
    sqlite3 *database;
    struct scanner *scanner;   /* until all is prepared */
    struct json_paths *values; /* of the message being stored */
    struct repeats *repeats;
    struct load *loads; /* one for each stream */
    struct load_counts *counts;
    size_t stream_count;
    struct table tables[UINT8_MAX + 1]; /* by number, from 1 */
    uint8_t table_count;
    /* of the message being stored */
    int64_t time;
    char time_text[TIMESTAMP_TEXT], fetched_text[TIMESTAMP_TEXT], deleted_text[TIMESTAMP_TEXT];
    bool deleted;
};

/* Preparing the statements */

static bool malformed(const struct stream *stream, const char *what, struct error *error)
{
    return error_set(error, EX_SOFTWARE, "schema/load/%s.sql: '%s'", stream->name, what);
}

/* A statement without the comments ahead of it. */
static const char *statement_text(sqlite3_stmt *sql)
{
    const char *text = sqlite3_sql(sql);

    while (isspace((unsigned char)*text) || strncmp(text, "--", 2) == 0)
        text += *text == '-' ? strcspn(text, "\n") : 1;
    return text;
}

/* The number of the table that an INSERT or UPDATE names; 0 if it is neither. */
static uint8_t table_number(struct loader *loader, sqlite3_stmt *sql)
{
    const char *text = statement_text(sql);
    char name[sizeof loader->tables->name] = "";
    uint8_t i;

    if ((sscanf(text, "INSERT INTO %31[a-z_]", name) != 1 &&
         sscanf(text, "UPDATE %31[a-z_]", name) != 1) ||
        loader->table_count == UINT8_MAX)
        return 0;
    for (i = 1; i <= loader->table_count; i++)
        if (strcmp(loader->tables[i].name, name) == 0)
            return i;
    loader->table_count++;
    memcpy(loader->tables[i].name, name, sizeof name);
    return i;
}

static bool prepare_path(struct loader *loader, const struct stream *stream,
                         struct statement *statement, const char *name, struct parameter *parameter,
                         struct error *error)
{
    char path[MAX_PATH];
    const char *inner = strchr(name, '(') + 1;

    (void)snprintf(path, sizeof path, "record.%.*s", (int)strcspn(inner, ")"), inner);
    parameter->kind = PARAMETER_PATH;
    parameter->slot = scanner_ask(loader->scanner, (int)(stream - streams), path, error);
    if (parameter->slot < 0)
        return false;
    parameter->of_element = strchr(path, '[') != NULL && !strstr(path, "[+]");
    if (!parameter->of_element)
        return true;
    path[strcspn(path, "[")] = '\0';
    if (statement->array != NONE && strcmp(statement->array_path, path) != 0)
        return error_set(error, EX_SOFTWARE, "a statement goes through %s and %s",
                         statement->array_path, path);
    memcpy(statement->array_path, path, sizeof path);
    statement->array = parameter->slot;
    return true;
}

/* The object in which the key at a path stands. */
static bool prepare_content(struct loader *loader, const struct stream *stream,
                            struct statement *statement, const char *name, struct error *error)
{
    char path[MAX_PATH];

    (void)snprintf(path, sizeof path, "record.%s", strchr(name, '(') + 1);
    *strrchr(path, '.') = '\0';
    statement->content = scanner_ask(loader->scanner, (int)(stream - streams), path, error);
    return statement->content >= 0;
}

static bool prepare_needed(struct loader *loader, const struct stream *stream, const char *name,
                           struct error *error)
{
    char path[MAX_PATH];

    (void)snprintf(path, sizeof path, "record.%s", strchr(name, '(') + 1);
    *strrchr(path, ')') = '\0';
    return scanner_need(loader->scanner, (int)(stream - streams), path, error);
}

static bool prepare_parameter(struct loader *loader, const struct stream *stream,
                              struct statement *statement, int number, struct error *error)
{
    struct parameter *parameter = &statement->parameters[number];
    const char *name = sqlite3_bind_parameter_name(statement->sql, number + 1);

    if (!name)
        return malformed(stream, "a parameter without a name", error);
    if (strncmp(name, "$record(", 8) == 0)
        return prepare_path(loader, stream, statement, name, parameter, error);
    if (strncmp(name, "$needed(", 8) == 0)
        return prepare_path(loader, stream, statement, name, parameter, error) &&
               prepare_needed(loader, stream, name, error);
    if (strncmp(name, "$id(", 4) == 0) {
        statement->id = number;
        return prepare_path(loader, stream, statement, name, parameter, error);
    }
    if (strncmp(name, "$key(", 5) == 0 || strncmp(name, "$row(", 5) == 0) {
        statement->id = number;
        statement->optional = name[1] == 'r';
        statement->table = table_number(loader, statement->sql);
        if (statement->table == 0)
            return malformed(stream, name, error);
        return prepare_path(loader, stream, statement, name, parameter, error) &&
               (statement->optional || prepare_content(loader, stream, statement, name, error));
    }
    if (strcmp(name, "$time_extracted") == 0) {
        parameter->kind = PARAMETER_TIME_EXTRACTED;
    } else if (strcmp(name, "$fetched_at") == 0) {
        parameter->kind = PARAMETER_FETCHED_AT;
    } else if (strcmp(name, "$deleted_at") == 0) {
        parameter->kind = PARAMETER_DELETED_AT;
        statement->for_deleted = true;
    } else {
        parameter->kind = PARAMETER_TRUE;
        if (sqlite3_bind_int(statement->sql, number + 1, 1) != SQLITE_OK)
            return library_error(loader->database, error);
        if (strcmp(name, "$changed") == 0)
            statement->condition = IF_CHANGED;
        else if (strcmp(name, "$updated") == 0)
            statement->condition = IF_UPDATED;
        else if (strcmp(name, "$unchanged") == 0)
            statement->condition = IF_UNCHANGED;
        else
            return malformed(stream, name, error);
    }
    return true;
}

static bool prepare_statement(struct loader *loader, const struct stream *stream, sqlite3_stmt *sql,
                              struct load *load, struct error *error)
{
    struct statement *statements =
        realloc(load->statements, (load->count + 1) * sizeof *load->statements);
    struct statement *statement;

    if (!statements) {
        (void)sqlite3_finalize(sql);
        return error_no_memory(error);
    }
    load->statements = statements;
    statement = &statements[load->count++];
    *statement = (struct statement){.sql = sql, .array = NONE, .id = NONE, .content = NONE};
    statement->parameter_count = sqlite3_bind_parameter_count(sql);
    statement->parameters =
        calloc((size_t)statement->parameter_count + 1, sizeof *statement->parameters);
    if (!statement->parameters)
        return error_no_memory(error);
    if (strncmp(statement_text(sql), "INSERT", 6) == 0)
        statement->verb = VERB_INSERT;
    else if (strncmp(statement_text(sql), "UPDATE", 6) == 0)
        statement->verb = VERB_UPDATE;
    for (int i = 0; i < statement->parameter_count; i++)
        if (!prepare_parameter(loader, stream, statement, i, error))
            return false;
    return true;
}

/* Keeps a table's $again statement; several streams may have it. */
static bool prepare_again(struct loader *loader, const struct stream *stream, sqlite3_stmt *sql,
                          struct error *error)
{
    uint8_t number = table_number(loader, sql);
    struct table *table = &loader->tables[number];

    if (number == 0 || table->again) {
        (void)sqlite3_finalize(sql);
        return number > 0 || malformed(stream, "$again", error);
    }
    table->again = sql;
    table->key = sqlite3_bind_parameter_index(sql, "$again");
    table->rowid = sqlite3_bind_parameter_index(sql, "$again_rowid");
    table->time = sqlite3_bind_parameter_index(sql, "$time_extracted");
    return true;
}

/* Doubts the streams that store into a table whose trigger may refuse a row of any type. */
static bool doubt_triggers(struct loader *loader, struct error *error)
{
    static const char select[] = "SELECT tbl_name FROM sqlite_schema WHERE type = 'trigger'";
    sqlite3_stmt *tables = NULL;
    int result = sqlite3_prepare_v2(loader->database, select, -1, &tables, NULL);

    while (result == SQLITE_OK && (result = sqlite3_step(tables)) == SQLITE_ROW) {
        const char *table = (const char *)sqlite3_column_text(tables, 0);
        size_t length = table ? strlen(table) : 0;
        result = table ? SQLITE_OK : SQLITE_NOMEM;
        for (size_t i = 0; table && i < loader->stream_count; i++)
            for (size_t j = 0; j < loader->loads[i].count; j++) {
                const char *text = statement_text(loader->loads[i].statements[j].sql);
                if (strncmp(text, "INSERT INTO ", 12) == 0 &&
                    strncmp(text + 12, table, length) == 0 && text[12 + length] == ' ')
                    scanner_doubt(loader->scanner, (int)i);
            }
    }
    if (result != SQLITE_DONE)
        (void)library_error(loader->database, error);
    (void)sqlite3_finalize(tables); /* tells again what sqlite3_step told */
    return result == SQLITE_DONE;
}

static bool prepare_load(struct loader *loader, const struct stream *stream, struct load *load,
                         struct error *error)
{
    const char *sql = stream->load;

    while (*sql) {
        sqlite3_stmt *statement;
        if (sqlite3_prepare_v3(loader->database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                               &sql) != SQLITE_OK)
            return malformed(stream, sqlite3_errmsg(loader->database), error);
        if (!statement)
            continue;
        if (sqlite3_bind_parameter_index(statement, "$again") > 0
                ? !prepare_again(loader, stream, statement, error)
                : !prepare_statement(loader, stream, statement, load, error))
            return false;
    }
    return true;
}

struct loader *loader_open(sqlite3 *database, struct scanner *scanner, struct error *error)
{
    struct loader *loader = calloc(1, sizeof *loader);

    if (!loader) {
        (void)error_no_memory(error);
        return NULL;
    }
    loader->database = database;
    loader->scanner = scanner;
    while (streams[loader->stream_count].name)
        loader->stream_count++;
    loader->repeats = repeats_new(error);
    loader->loads = calloc(loader->stream_count, sizeof *loader->loads);
    loader->counts = calloc(loader->stream_count, sizeof *loader->counts);
    if (!loader->repeats || !loader->loads || !loader->counts) {
        (void)error_no_memory(error);
        goto failed;
    }
    for (size_t i = 0; i < loader->stream_count; i++) {
        loader->counts[i].stream = streams[i].name;
        if (!prepare_load(loader, &streams[i], &loader->loads[i], error))
            goto failed;
    }
    if (!doubt_triggers(loader, error))
        goto failed;
    loader->values = scanner_values(scanner, error);
    if (!loader->values)
        goto failed;
    return loader;
failed:
    loader_close(loader);
    return NULL;
}

void loader_close(struct loader *loader)
{
    if (!loader)
        return;
    for (size_t i = 0; loader->loads && i < loader->stream_count; i++) {
        for (size_t j = 0; j < loader->loads[i].count; j++) {
            (void)sqlite3_finalize(loader->loads[i].statements[j].sql);
            free(loader->loads[i].statements[j].parameters);
        }
        free(loader->loads[i].statements);
    }
    for (int i = 1; i <= loader->table_count; i++)
        (void)sqlite3_finalize(loader->tables[i].again);
    json_paths_free(loader->values);
    repeats_free(loader->repeats);
    free(loader->loads);
    free(loader->counts);
    free(loader);
}

/* Storing a record */

/* SQL's functions take a NUL for the end of a text, so U+FFFD stands for it in the library. */
static int bind_without_nuls(sqlite3_stmt *sql, int number, const struct json_value *value)
{
    static const char replacement[] = {'\xef', '\xbf', '\xbd'};
    char *clean = sqlite3_malloc64(value->length * 3 + 1);
    size_t length = 0;

    if (!clean)
        return SQLITE_NOMEM;
    for (size_t i = 0; i < value->length; i++)
        if (value->text[i]) {
            clean[length++] = value->text[i];
        } else {
            memcpy(clean + length, replacement, sizeof replacement);
            length += sizeof replacement;
        }
    return sqlite3_bind_text64(sql, number, clean, length, sqlite3_free, SQLITE_UTF8);
}

static int bind_value(sqlite3_stmt *sql, int number, const struct json_value *value)
{
    switch (value->kind) {
    case JSON_FALSE:
    case JSON_TRUE:
        return sqlite3_bind_int(sql, number, value->kind == JSON_TRUE);
    case JSON_INTEGER:
        return sqlite3_bind_int64(sql, number, value->integer);
    case JSON_REAL:
        return sqlite3_bind_double(sql, number, value->real);
    case JSON_STRING:
        if (memchr(value->text, '\0', value->length))
            return bind_without_nuls(sql, number, value);
        return sqlite3_bind_text(sql, number, value->text, (int)value->length, SQLITE_STATIC);
    case JSON_OBJECT:
    case JSON_ARRAY:
        return sqlite3_bind_blob(sql, number, value->text, (int)value->length, SQLITE_STATIC);
    default:
        return sqlite3_bind_null(sql, number);
    }
}

static const struct json_value *parameter_value(const struct loader *loader,
                                                const struct parameter *parameter, size_t element)
{
    return parameter->of_element ? json_element(loader->values, parameter->slot, element)
                                 : json_value(loader->values, parameter->slot);
}

static int bind_parameter(const struct loader *loader, sqlite3_stmt *sql, int number,
                          const struct parameter *parameter, size_t element)
{
    const char *text;
    int length = TIMESTAMP_SECONDS_LENGTH;

    switch (parameter->kind) {
    case PARAMETER_PATH:
        return bind_value(sql, number, parameter_value(loader, parameter, element));
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

static bool is_set(const struct json_value *value)
{
    return value->kind != JSON_ABSENT && value->kind != JSON_NULL;
}

/* Moves a row's time to that of the newest message that told it. */
static bool move_time(struct loader *loader, const struct repeat *repeat, struct error *error)
{
    const struct table *table = &loader->tables[repeat->table];
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
                            const struct json_value *key, uint64_t content, bool *runs,
                            struct repeat **repeat, struct error *error)
{
    struct repeat *place = repeats_place(loader->repeats, statement->table, key->text, key->length);
    bool known = place && repeats_is(place, statement->table, key->text, key->length);

    *repeat = NULL;
    *runs = true;
    if (!place || (!known && statement->optional))
        return true;
    if (known && !statement->optional) {
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
    repeats_put(loader->repeats, place, statement->table, key->text, key->length);
    place->time = statement->optional ? INT64_MIN : loader->time;
    *repeat = statement->optional ? NULL : place;
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
    if (statement->id != NONE) {
        const struct json_value *id =
            parameter_value(loader, &statement->parameters[statement->id], element);
        if (!is_set(id) && !statement->optional)
            return true;
        if (statement->content != NONE) {
            const struct json_value *object =
                statement->array != NONE ? json_element(loader->values, statement->content, element)
                                         : json_value(loader->values, statement->content);
            content = object->digest;
        }
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
    const struct load *load = &loader->loads[stream];
    struct load_counts *counts = &loader->counts[stream];
    enum effect last = EFFECT_NONE, effect = EFFECT_NONE;
    bool first = true;

    for (size_t i = 0; i < load->count; i++) {
        const struct statement *statement = &load->statements[i];
        size_t times = 1;

        if (statement->for_deleted != loader->deleted || !holds(statement->condition, last))
            continue;
        if (statement->array != NONE)
            times = json_count(loader->values, statement->array);
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

bool loader_store(struct loader *loader, const struct message *message, const char *kept,
                  size_t length, struct error *error)
{
    if (!json_recall(loader->values, kept, length, error))
        return false;
    set_times(loader, message);
    return store_record(loader, (size_t)message->stream, error);
}

struct load_counts *loader_counts(struct loader *loader, size_t *count)
{
    *count = loader->stream_count;
    return loader->counts;
}

void loader_forget(struct loader *loader)
{
    repeats_clear(loader->repeats);
}
