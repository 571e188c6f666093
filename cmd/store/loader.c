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

enum { MAX_PATH = 120, MAX_KEYS = 4, NONE = -1, TIMESTAMP_SECONDS_LENGTH = 20 };
enum { GLIMPSED_VALUES = 3 }; /* type, stream, and a key */

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
    int keys[MAX_KEYS];
    char key_names[MAX_KEYS][32];
    size_t key_count;
    int glimpsed_key; /* the first key, among the few paths of a glimpse */
};

/* A table with $key statements, and its $again statement. */
struct table {
    char name[32];
    sqlite3_stmt *again;
    int key, time; /* the parameters' numbers */
};

struct loader {
    sqlite3 *database;
    struct json_paths *paths;
    struct json_paths *glimpse; /* what loader_look wants of a line */
    int glimpsed_type, glimpsed_stream;
    struct repeats *repeats;
    struct load *loads; /* one for each stream */
    struct load_counts *counts;
    size_t stream_count;
    int type, stream, value, record, time_extracted, deleted_at;
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

static bool prepare_path(struct loader *loader, struct statement *statement, const char *name,
                         struct parameter *parameter, struct error *error)
{
    char path[MAX_PATH];
    const char *inner = strchr(name, '(') + 1;

    (void)snprintf(path, sizeof path, "record.%.*s", (int)strcspn(inner, ")"), inner);
    parameter->kind = PARAMETER_PATH;
    parameter->slot = json_paths_add(loader->paths, path, error);
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
static bool prepare_content(struct loader *loader, struct statement *statement, const char *name,
                            struct error *error)
{
    char path[MAX_PATH];

    (void)snprintf(path, sizeof path, "record.%s", strchr(name, '(') + 1);
    *strrchr(path, '.') = '\0';
    statement->content = json_paths_add(loader->paths, path, error);
    return statement->content >= 0;
}

static bool prepare_parameter(struct loader *loader, const struct stream *stream,
                              struct statement *statement, int number, struct error *error)
{
    struct parameter *parameter = &statement->parameters[number];
    const char *name = sqlite3_bind_parameter_name(statement->sql, number + 1);

    if (!name)
        return malformed(stream, "a parameter without a name", error);
    if (strncmp(name, "$record(", 8) == 0)
        return prepare_path(loader, statement, name, parameter, error);
    if (strncmp(name, "$id(", 4) == 0) {
        statement->id = number;
        return prepare_path(loader, statement, name, parameter, error);
    }
    if (strncmp(name, "$key(", 5) == 0 || strncmp(name, "$row(", 5) == 0) {
        statement->id = number;
        statement->optional = name[1] == 'r';
        statement->table = table_number(loader, statement->sql);
        if (statement->table == 0)
            return malformed(stream, name, error);
        return prepare_path(loader, statement, name, parameter, error) &&
               (statement->optional || prepare_content(loader, statement, name, error));
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
    table->time = sqlite3_bind_parameter_index(sql, "$time_extracted");
    return true;
}

/* The key of a stream's records, by its SCHEMA message. */
static bool prepare_keys(struct loader *loader, const struct stream *stream, struct load *load,
                         struct error *error)
{
    struct json_paths *schema = json_paths_new(error);
    int name = schema ? json_paths_add(schema, "key_properties[]", error) : -1;
    char path[MAX_PATH];
    bool done = false;

    if (name < 0 || !json_scan(schema, stream->schema, strlen(stream->schema), error))
        goto out;
    load->key_count = json_count(schema, name);
    if (load->key_count > MAX_KEYS) {
        (void)malformed(stream, "too many keys", error);
        goto out;
    }
    for (size_t i = 0; i < load->key_count; i++) {
        const struct json_value *key = json_element(schema, name, i);
        (void)snprintf(load->key_names[i], sizeof load->key_names[i], "%.*s", (int)key->length,
                       key->text);
        (void)snprintf(path, sizeof path, "record.%s", load->key_names[i]);
        load->keys[i] = json_paths_add(loader->paths, path, error);
        if (load->keys[i] < 0)
            goto out;
    }
    (void)snprintf(path, sizeof path, "record.%s", load->key_names[0]);
    load->glimpsed_key = json_paths_add(loader->glimpse, path, error);
    done = load->glimpsed_key >= 0;
out:
    json_paths_free(schema);
    return done;
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
    return prepare_keys(loader, stream, load, error);
}

struct loader *loader_open(sqlite3 *database, struct error *error)
{
    struct loader *loader = calloc(1, sizeof *loader);
    const struct {
        const char *path;
        int *slot;
    } members[] = {
        {"type", loader ? &loader->type : NULL},
        {"stream", loader ? &loader->stream : NULL},
        {"value", loader ? &loader->value : NULL},
        {"record", loader ? &loader->record : NULL},
        {"time_extracted", loader ? &loader->time_extracted : NULL},
        {"record._sdc_deleted_at", loader ? &loader->deleted_at : NULL},
    };

    if (!loader) {
        (void)error_no_memory(error);
        return NULL;
    }
    loader->database = database;
    while (streams[loader->stream_count].name)
        loader->stream_count++;
    loader->paths = json_paths_new(error);
    loader->glimpse = json_paths_new(error);
    loader->repeats = repeats_new(error);
    loader->loads = calloc(loader->stream_count, sizeof *loader->loads);
    loader->counts = calloc(loader->stream_count, sizeof *loader->counts);
    if (!loader->paths || !loader->glimpse || !loader->repeats || !loader->loads ||
        !loader->counts) {
        (void)error_no_memory(error);
        goto failed;
    }
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        *members[i].slot = json_paths_add(loader->paths, members[i].path, error);
        if (*members[i].slot < 0)
            goto failed;
    }
    loader->glimpsed_type = json_paths_add(loader->glimpse, "type", error);
    loader->glimpsed_stream = json_paths_add(loader->glimpse, "stream", error);
    if (loader->glimpsed_type < 0 || loader->glimpsed_stream < 0)
        goto failed;
    for (size_t i = 0; i < loader->stream_count; i++) {
        loader->counts[i].stream = streams[i].name;
        if (!prepare_load(loader, &streams[i], &loader->loads[i], error))
            goto failed;
    }
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
    json_paths_free(loader->paths);
    json_paths_free(loader->glimpse);
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
    return parameter->of_element ? json_element(loader->paths, parameter->slot, element)
                                 : json_value(loader->paths, parameter->slot);
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
                statement->array != NONE ? json_element(loader->paths, statement->content, element)
                                         : json_value(loader->paths, statement->content);
            content = repeats_content(object->raw, object->raw_length);
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
            times = json_count(loader->paths, statement->array);
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

/* Reading a message */

static bool read_time(const struct json_value *value, const char *name, int64_t *time,
                      struct error *error)
{
    if (value->kind == JSON_STRING && timestamp_parse(value->text, value->length, time))
        return true;
    return error_set(error, EX_DATAERR, "%s is not a time: %.*s", name,
                     (int)(value->raw_length < 60 ? value->raw_length : 60), value->raw);
}

/* Whether a time is written as timestamp_format writes it, as most are. */
static bool is_normal_time(const struct json_value *value)
{
    const char *text = value->text;

    return value->length == TIMESTAMP_TEXT - 1 && text[10] == 'T' && text[17] != '6' &&
           text[19] == '.' && text[26] == 'Z';
}

/* The times of the message, as the statements want them. */
static bool read_times(struct loader *loader, struct error *error)
{
    const struct json_value *extracted = json_value(loader->paths, loader->time_extracted);
    const struct json_value *deleted = json_value(loader->paths, loader->deleted_at);
    int64_t deleted_time = 0;

    loader->time = 0;
    loader->deleted = is_set(deleted);
    if (loader->deleted) {
        if (!read_time(deleted, "_sdc_deleted_at", &deleted_time, error))
            return false;
        timestamp_format_seconds(deleted_time, loader->deleted_text);
        loader->time = deleted_time;
    }
    if (is_set(extracted) && !read_time(extracted, "time_extracted", &loader->time, error))
        return false;
    if (is_set(extracted) && is_normal_time(extracted))
        memcpy(loader->time_text, extracted->text, TIMESTAMP_TEXT - 1);
    else
        timestamp_format(loader->time, loader->time_text);
    memcpy(loader->fetched_text, loader->time_text, TIMESTAMP_SECONDS_LENGTH - 1);
    loader->fetched_text[TIMESTAMP_SECONDS_LENGTH - 1] = 'Z';
    return true;
}

static bool find_stream(const struct loader *loader, const struct json_value *name, size_t *stream)
{
    for (*stream = 0; *stream < loader->stream_count; (*stream)++)
        if (json_is(name, streams[*stream].name))
            return true;
    return false;
}

static bool has_key(const struct loader *loader, size_t stream, struct error *error)
{
    const struct load *load = &loader->loads[stream];

    for (size_t i = 0; i < load->key_count; i++) {
        const struct json_value *key = json_value(loader->paths, load->keys[i]);
        if ((key->kind != JSON_STRING || key->length == 0) && key->kind != JSON_INTEGER)
            return error_set(error, EX_DATAERR, "the record has no %s", load->key_names[i]);
    }
    return true;
}

static bool take_record(struct loader *loader, enum message_kind *kind, struct error *error)
{
    size_t stream;

    if (json_value(loader->paths, loader->record)->kind != JSON_OBJECT)
        return error_set(error, EX_DATAERR, "the RECORD has no record");
    if (!find_stream(loader, json_value(loader->paths, loader->stream), &stream)) {
        *kind = MESSAGE_UNKNOWN_STREAM;
        return true;
    }
    *kind = MESSAGE_RECORD;
    if (!has_key(loader, stream, error) || !read_times(loader, error))
        return false;
    return store_record(loader, stream, error);
}

bool loader_take(struct loader *loader, const char *line, size_t length, enum message_kind *kind,
                 struct error *error)
{
    const struct json_value *type, *stream;

    *kind = MESSAGE_OTHER;
    if (!json_scan(loader->paths, line, length, error))
        return false;
    type = json_value(loader->paths, loader->type);
    stream = json_value(loader->paths, loader->stream);
    if (type->kind != JSON_STRING)
        return error_set(error, EX_DATAERR, "not a message: it has no type");
    if (json_is(type, "STATE")) {
        *kind = MESSAGE_STATE;
        return is_set(json_value(loader->paths, loader->value)) ||
               error_set(error, EX_DATAERR, "the STATE has no value");
    }
    if (!json_is(type, "RECORD") && !json_is(type, "SCHEMA") && !json_is(type, "ACTIVATE_VERSION"))
        return error_set(error, EX_DATAERR, "there is no message of type %.*s",
                         (int)(type->raw_length < 60 ? type->raw_length : 60), type->raw);
    if (stream->kind != JSON_STRING)
        return error_set(error, EX_DATAERR, "the %.*s has no stream", (int)type->length,
                         type->text);
    return !json_is(type, "RECORD") || take_record(loader, kind, error);
}

void loader_look(struct loader *loader, const char *line, size_t length, int *stream, uint64_t *key)
{
    const struct json_value *value;
    struct error ignored;
    size_t number;

    *stream = -1;
    *key = 0;
    if (!json_glimpse(loader->glimpse, line, length, GLIMPSED_VALUES, &ignored))
        return;
    if (!json_is(json_value(loader->glimpse, loader->glimpsed_type), "RECORD") ||
        !find_stream(loader, json_value(loader->glimpse, loader->glimpsed_stream), &number))
        return;
    *stream = (int)number;
    value = json_value(loader->glimpse, loader->loads[number].glimpsed_key);
    if (value->kind == JSON_STRING)
        for (size_t i = 0; i < sizeof *key; i++)
            *key = *key << 8 | (i < value->length ? (unsigned char)value->text[i] : 0);
}

const char *loader_stream(const struct loader *loader, size_t *length)
{
    const struct json_value *stream = json_value(loader->paths, loader->stream);

    *length = stream->length;
    return stream->text;
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
