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

static int bind_parameter(const struct bound_record *record, sqlite3_stmt *sql, int number,
                          const struct parameter *parameter, size_t element)
{
    const char *text;
    int length = TIMESTAMP_SECONDS_LENGTH;

    switch (parameter->kind) {
    case PARAMETER_FIELD:
        return bind_value(record, sql, number,
                          bound_value(record, parameter->field, parameter->of_element, element));
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
