#include "bind.h"

#include <string.h>

enum { TIMESTAMP_SECONDS_LENGTH = 20 };

void bind_record(struct bound_record *record, const struct message *message, const char *values)
{
    record->values = values;
    record->full = message->full;
    record->deleted = message->deleted;
    if (message->deleted)
        timestamp_format_seconds(message->deleted_time, record->deleted_at);
    /* The records of an answer have the same time. */
    if (record->time == message->time && record->time_extracted[0])
        return;
    record->time = message->time;
    timestamp_format(message->time, record->time_extracted);
    memcpy(record->fetched_at, record->time_extracted, TIMESTAMP_SECONDS_LENGTH - 1);
    record->fetched_at[TIMESTAMP_SECONDS_LENGTH - 1] = 'Z';
}

static int bind_value(const struct bound_record *record, sqlite3_stmt *sql, int number,
                      const struct record_value *value)
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
        text = record_text(record->values, value);
        return sqlite3_bind_text(sql, number, text, (int)value->length, SQLITE_STATIC);
    case JSON_OBJECT:
    case JSON_ARRAY:
        return sqlite3_bind_zeroblob(sql, number, 0);
    default:
        return sqlite3_bind_null(sql, number);
    }
}

static void append_quoted(sqlite3_str *list, const char *text, size_t length)
{
    size_t start = 0;

    for (size_t i = 0; i < length; i++)
        if (text[i] == '"' || text[i] == '\\' || (unsigned char)text[i] < ' ') {
            sqlite3_str_append(list, text + start, (int)(i - start));
            sqlite3_str_appendf(list, "\\u%04x", text[i]);
            start = i + 1;
        }
    sqlite3_str_append(list, text + start, (int)(length - start));
}

/* The strings and whole numbers of a field with elements: other values have no place in the schema
 * of a list. */
static int bind_list(const struct bound_record *record, sqlite3_stmt *sql, int number, size_t field)
{
    size_t count = record_element_count(record->values, field);
    sqlite3_str *list = sqlite3_str_new(NULL);
    char *text;
    int length;

    for (size_t i = 0; i < count; i++) {
        const struct record_value *value = record_element(record->values, field, i);
        if (value->kind != JSON_STRING && value->kind != JSON_INTEGER)
            continue;
        sqlite3_str_appendf(list, "%c\"%llu\":", sqlite3_str_length(list) > 0 ? ',' : '{',
                            (unsigned long long)i);
        if (value->kind == JSON_INTEGER) {
            sqlite3_str_appendf(list, "%lld", (long long)value->integer);
            continue;
        }
        sqlite3_str_appendchar(list, 1, '"');
        append_quoted(list, record_text(record->values, value), value->length);
        sqlite3_str_appendchar(list, 1, '"');
    }
    sqlite3_str_appendall(list, sqlite3_str_length(list) > 0 ? "}" : "{}");
    length = sqlite3_str_length(list);
    text = sqlite3_str_finish(list);
    return text ? sqlite3_bind_text(sql, number, text, length, sqlite3_free) : SQLITE_NOMEM;
}

static int bind_parameter(const struct bound_record *record, sqlite3_stmt *sql, int number,
                          const struct parameter *parameter, size_t element)
{
    const char *text;
    int length = TIMESTAMP_SECONDS_LENGTH;

    switch (parameter->kind) {
    case PARAMETER_FIELD:
        return bind_value(record, sql, number,
                          bound_value(record, parameter->field, parameter->of_element, element));
    case PARAMETER_LIST:
        return bind_list(record, sql, number, (size_t)parameter->field);
    case PARAMETER_TRUE:
        return SQLITE_OK; /* it is bound already */
    case PARAMETER_FULL:
        return sqlite3_bind_int(sql, number, record->full);
    case PARAMETER_TIME_EXTRACTED:
        text = record->time_extracted;
        length = TIMESTAMP_TEXT - 1;
        break;
    case PARAMETER_FETCHED_AT:
        text = record->fetched_at;
        break;
    default:
        text = record->deleted_at;
    }
    return sqlite3_bind_text(sql, number, text, length, SQLITE_STATIC);
}

bool bind_parameters(const struct bound_record *record, const struct statement *statement,
                     size_t element)
{
    for (int i = 0; i < statement->parameter_count; i++)
        if (bind_parameter(record, statement->sql, i + 1, &statement->parameters[i], element) !=
            SQLITE_OK)
            return false;
    return true;
}
