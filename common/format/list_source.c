#include "format/list_source.h"

#include "base/buffer.h"
#include "json/json_parse.h"

#include <stdlib.h>
#include <string.h>

/* What no format needs of Spotify's objects. */
static const char *const unneeded[] = {"available_markets", "external_urls", "href",
                                       "linked_from",       "restrictions",  NULL};

struct list_source {
    sqlite3 *database;
    const struct list_queries *queries;
    struct json_parser *parser;
    struct buffer text;
    struct known_list *lists;
    size_t count, capacity;
    sqlite3_stmt *entries[LIST_KINDS];
};

static bool source_error(const struct list_source *source, struct error *error)
{
    int code = sqlite3_errcode(source->database) & 0xff;

    if (code == SQLITE_NOMEM)
        return error_no_memory(error);
    return error_set(error, code == SQLITE_ERROR ? EX_DATAERR : EX_IOERR,
                     "cannot read the lists: %s", sqlite3_errmsg(source->database));
}

/* The object in a column; an empty one if there is none. */
static bool column_object(struct list_source *source, sqlite3_stmt *statement, int column,
                          jv *object, struct error *error)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    size_t length = (size_t)sqlite3_column_bytes(statement, column);

    *object = jv_object();
    if (!text)
        return true;
    source->text.length = 0;
    if (!buffer_append(&source->text, text, length))
        return error_no_memory(error);
    jv_free(*object);
    *object = json_parse(source->parser, source->text.bytes, length);
    if (jv_get_kind(*object) == JV_KIND_OBJECT)
        return true;
    jv_free(*object);
    *object = jv_object();
    return true;
}

static char *column_copy(sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);

    return text ? strdup(text) : NULL;
}

static bool has_all(const struct known_list *list)
{
    return list->kind && list->holds && list->name;
}

/* Completes what formats get to know of a list. */
static jv describe_list(const struct known_list *list, jv about)
{
    about = jv_object_set(about, jv_string("kind"), jv_string(list->kind));
    about = jv_object_set(about, jv_string("holds"), jv_string(list->holds));
    about = jv_object_set(about, jv_string("name"), jv_string(list->name));
    about = jv_object_set(about, jv_string("id"), list->id ? jv_string(list->id) : jv_null());
    return jv_object_set(about, jv_string("version"), jv_string(VERSION));
}

static bool add_list(struct list_source *source, sqlite3_stmt *statement, struct error *error)
{
    struct known_list *list;
    const char *state = (const char *)sqlite3_column_text(statement, 4);

    if (source->count == source->capacity) {
        size_t more = source->capacity ? 2 * source->capacity : 64;
        list = realloc(source->lists, more * sizeof *list);
        if (!list)
            return error_no_memory(error);
        source->lists = list;
        source->capacity = more;
    }
    list = &source->lists[source->count++];
    *list = (struct known_list){.kind = column_copy(statement, 0),
                                .id = column_copy(statement, 1),
                                .holds = column_copy(statement, 2),
                                .name = column_copy(statement, 3),
                                .about = jv_null()};
    if (!list->name)
        list->name = strdup(list->id ? list->id : "");
    if (!has_all(list))
        return error_no_memory(error);
    list->is_gone = state && strcmp(state, "gone") == 0;
    list->is_unread = state && strcmp(state, "unread") == 0;
    if (!column_object(source, statement, 5, &list->about, error))
        return false;
    list->about = describe_list(list, list->about);
    return true;
}

static bool read_lists(struct list_source *source, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool done = true;
    int result;

    if (sqlite3_prepare_v2(source->database, source->queries->lists, -1, &statement, NULL) !=
        SQLITE_OK)
        return source_error(source, error);
    while (done && (result = sqlite3_step(statement)) == SQLITE_ROW)
        done = add_list(source, statement, error);
    if (done && result != SQLITE_DONE)
        done = source_error(source, error);
    (void)sqlite3_finalize(statement);
    return done;
}

struct list_source *list_source_open(sqlite3 *database, const struct list_queries *queries,
                                     struct error *error)
{
    struct list_source *source = calloc(1, sizeof *source);

    if (!source) {
        (void)error_no_memory(error);
        return NULL;
    }
    source->database = database;
    source->queries = queries;
    source->parser = json_parser_new(unneeded, error);
    if (source->parser && read_lists(source, error))
        return source;
    list_source_close(source);
    return NULL;
}

const struct known_list *list_source_lists(const struct list_source *source, size_t *count)
{
    *count = source->count;
    return source->lists;
}

/* The statement for the entries of such a list. */
static sqlite3_stmt *entries_of(struct list_source *source, const struct known_list *list,
                                struct error *error)
{
    for (size_t i = 0; i < LIST_KINDS; i++) {
        const struct list_query *query = &source->queries->kinds[i];
        if (!query->kind || strcmp(query->kind, list->kind) != 0)
            continue;
        if (!source->entries[i] &&
            sqlite3_prepare_v3(source->database, query->entries, -1, SQLITE_PREPARE_PERSISTENT,
                               &source->entries[i], NULL) != SQLITE_OK)
            break;
        if (list->id &&
            sqlite3_bind_text(source->entries[i], 1, list->id, -1, SQLITE_STATIC) != SQLITE_OK)
            break;
        return source->entries[i];
    }
    (void)source_error(source, error);
    return NULL;
}

/* What is null in the later object takes nothing away from the earlier one. */
static jv merged(jv object, jv more)
{
    for (int i = jv_object_iter(more); jv_object_iter_valid(more, i);
         i = jv_object_iter_next(more, i)) {
        jv value = jv_object_iter_value(more, i);
        if (jv_get_kind(value) == JV_KIND_NULL)
            jv_free(value);
        else
            object = jv_object_set(object, jv_object_iter_key(more, i), value);
    }
    jv_free(more);
    return object;
}

static bool take_row(struct list_source *source, sqlite3_stmt *statement, list_entry_taker *take,
                     void *context, struct error *error)
{
    jv entry = jv_object(), part;

    for (int column = 0; column < sqlite3_column_count(statement); column++) {
        if (!column_object(source, statement, column, &part, error)) {
            jv_free(part);
            jv_free(entry);
            return false;
        }
        entry = merged(entry, part);
    }
    return take(context, entry, error);
}

bool list_source_read(struct list_source *source, const struct known_list *list,
                      list_entry_taker *take, void *context, struct error *error)
{
    sqlite3_stmt *statement = entries_of(source, list, error);
    bool done = statement != NULL;
    int result = SQLITE_DONE;

    while (done && (result = sqlite3_step(statement)) == SQLITE_ROW)
        done = take_row(source, statement, take, context, error);
    if (done && result != SQLITE_DONE)
        done = source_error(source, error);
    if (statement)
        (void)sqlite3_reset(statement); /* repeats the result of the last step */
    return done;
}

void list_source_close(struct list_source *source)
{
    if (!source)
        return;
    for (size_t i = 0; i < LIST_KINDS; i++)
        (void)sqlite3_finalize(source->entries[i]);
    for (size_t i = 0; i < source->count; i++) {
        free(source->lists[i].kind);
        free(source->lists[i].id);
        free(source->lists[i].holds);
        free(source->lists[i].name);
        jv_free(source->lists[i].about);
    }
    free(source->lists);
    json_parser_free(source->parser);
    buffer_free(&source->text);
    free(source);
}
