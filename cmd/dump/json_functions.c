#include "json_functions.h"

#include <stddef.h>

/* What marks a text as JSON for SQLite's functions; from 3.45 on, a function says that it does so.
 */
enum { JSON_SUBTYPE = 'J' };
#ifdef SQLITE_RESULT_SUBTYPE
#define RESULT_SUBTYPE SQLITE_RESULT_SUBTYPE
#else
#define RESULT_SUBTYPE 0
#endif

enum { POSITION, ELEMENT, GAP, ARGUMENTS };

struct json_list {
    sqlite3_str *text;
    sqlite3_int64 next; /* the position after the last element */
};

static void append_json(struct json_list *list, sqlite3_value *json)
{
    sqlite3_str_appendchar(list->text, 1, list->next++ > 0 ? ',' : '[');
    sqlite3_str_append(list->text, (const char *)sqlite3_value_text(json),
                       sqlite3_value_bytes(json));
}

static void step_json_list(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct json_list *list = sqlite3_aggregate_context(context, sizeof *list);
    sqlite3_int64 position = sqlite3_value_int64(values[POSITION]);

    (void)count;
    if (!list) {
        sqlite3_result_error_nomem(context);
        return;
    }
    if (!list->text)
        list->text = sqlite3_str_new(sqlite3_context_db_handle(context));
    while (list->next < position && sqlite3_str_errcode(list->text) == SQLITE_OK)
        append_json(list, values[GAP]);
    append_json(list, values[ELEMENT]);
}

static void finish_json_list(sqlite3_context *context)
{
    struct json_list *list = sqlite3_aggregate_context(context, 0);
    char *text;
    int length;

    if (!list) {
        sqlite3_result_text(context, "[]", -1, SQLITE_STATIC);
        return;
    }
    sqlite3_str_appendchar(list->text, 1, ']');
    switch (sqlite3_str_errcode(list->text)) {
    case SQLITE_OK:
        length = sqlite3_str_length(list->text);
        text = sqlite3_str_finish(list->text);
        sqlite3_result_text(context, text, length, sqlite3_free);
        break;
    case SQLITE_TOOBIG:
        sqlite3_result_error_toobig(context);
        sqlite3_free(sqlite3_str_finish(list->text));
        break;
    default:
        sqlite3_result_error_nomem(context);
        sqlite3_free(sqlite3_str_finish(list->text));
    }
}

static void as_json(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    sqlite3_result_value(context, values[0]);
    sqlite3_result_subtype(context, JSON_SUBTYPE);
}

bool json_functions_add(sqlite3 *database, struct error *error)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;

    return (sqlite3_create_function_v2(database, "json_list", ARGUMENTS, flags, NULL, NULL,
                                       step_json_list, finish_json_list, NULL) == SQLITE_OK &&
            sqlite3_create_function_v2(database, "as_json", 1, flags | RESULT_SUBTYPE, NULL,
                                       as_json, NULL, NULL, NULL) == SQLITE_OK) ||
           error_no_memory(error);
}
