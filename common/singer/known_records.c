#include "singer/known_records.h"
#include "base/timestamp.h"
#include "singer/streams.h"
#include "json/json.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_KEYS = 4, MOST_STREAMS = 4 };

struct known_stream {
    const struct stream *stream;
    int keys[MOST_KEYS]; /* slots */
};

struct known_records {
    sqlite3 *database;
    sqlite3_stmt *insert, *find;
    struct json_paths *paths;
    int type, stream, record, time, deleted_at, reading; /* slots */
    struct known_stream streams[MOST_STREAMS];
    size_t stream_count;
    struct buffer key;
    struct buffer reading_line;
};

static bool database_failed(const struct known_records *records, struct error *error)
{
    return error_set(error, EX_IOERR, "cannot keep what is known in a temporary file: %s",
                     sqlite3_errmsg(records->database));
}

static bool open_known(struct known_records *records, struct error *error)
{
    static const char tables[] =
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
        "CREATE TABLE message (stream TEXT, key TEXT, seen_at INTEGER, deleted INTEGER,"
        " record TEXT, PRIMARY KEY (stream, key));"
        "CREATE VIEW known AS SELECT stream, record FROM message WHERE NOT deleted; BEGIN";
    static const char insert[] =
        "INSERT INTO message VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET seen_at = ?3,"
        " deleted = ?4, record = ?5 WHERE ?3 >= seen_at";
    static const char find[] = "SELECT record FROM message WHERE stream = ?1 AND key = ?2";

    return (sqlite3_open("", &records->database) == SQLITE_OK &&
            sqlite3_exec(records->database, tables, NULL, NULL, NULL) == SQLITE_OK &&
            sqlite3_prepare_v2(records->database, insert, -1, &records->insert, NULL) ==
                SQLITE_OK &&
            sqlite3_prepare_v2(records->database, find, -1, &records->find, NULL) == SQLITE_OK) ||
           database_failed(records, error);
}

static bool add_stream_keys(struct known_records *records, const char *name, struct error *error)
{
    struct known_stream *known = &records->streams[records->stream_count++];
    size_t count = 0;

    known->stream = stream_find(name);
    for (const char *const *key = known->stream->key; *key && count < MOST_KEYS; key++) {
        const char *const path[] = {"record", *key};
        if ((known->keys[count++] = json_paths_add_members(records->paths, path, 2, error)) < 0)
            return false;
    }
    return true;
}

static bool add_places(struct known_records *records, const char *const *names, struct error *error)
{
    struct json_paths *paths = records->paths;
    const char *const reading[] = {"value", "bookmarks", names[0], "reading"};

    if ((records->type = json_paths_add(paths, "type", error)) < 0 ||
        (records->stream = json_paths_add(paths, "stream", error)) < 0 ||
        (records->record = json_paths_add(paths, "record", error)) < 0 ||
        (records->time = json_paths_add(paths, "time_extracted", error)) < 0 ||
        (records->deleted_at = json_paths_add(paths, "record._sdc_deleted_at", error)) < 0 ||
        (records->reading = json_paths_add_members(paths, reading, 4, error)) < 0)
        return false;
    for (; *names && records->stream_count < MOST_STREAMS; names++)
        if (!add_stream_keys(records, *names, error))
            return false;
    return true;
}

struct known_records *known_records_open(const char *const *names, struct error *error)
{
    struct known_records *records = calloc(1, sizeof *records);

    if (!records) {
        (void)error_no_memory(error);
        return NULL;
    }
    records->paths = json_paths_new(error);
    if (records->paths && add_places(records, names, error) && open_known(records, error))
        return records;
    known_records_close(records);
    return NULL;
}

/* Makes the key of the record at hand; *has_key: it has one. False with *error (EX_OSERR). */
static bool make_key(struct known_records *records, const struct known_stream *known, bool *has_key,
                     struct error *error)
{
    records->key.length = 0;
    *has_key = false;
    for (size_t i = 0; i < MOST_KEYS && known->stream->key[i]; i++) {
        const struct json_value *value = json_value(records->paths, known->keys[i]);
        if (!json_is_set(value))
            return true;
        if (!buffer_append_format(&records->key, "%s\"%s\":", i ? "," : "",
                                  known->stream->key[i]) ||
            !buffer_append(&records->key, value->raw, value->raw_length))
            return error_no_memory(error);
    }
    *has_key = true;
    return true;
}

static bool keep_record(struct known_records *records, const struct known_stream *known,
                        struct error *error)
{
    const struct json_value *record = json_value(records->paths, records->record);
    const struct json_value *extracted = json_value(records->paths, records->time);
    sqlite3_stmt *insert = records->insert;
    int64_t time = 0;
    bool done;

    if (extracted->kind == JSON_STRING)
        (void)timestamp_parse(extracted->text, extracted->length, &time);
    done =
        sqlite3_bind_text(insert, 1, known->stream->name, -1, SQLITE_STATIC) == SQLITE_OK &&
        sqlite3_bind_text(insert, 2, records->key.bytes, (int)records->key.length, SQLITE_STATIC) ==
            SQLITE_OK &&
        sqlite3_bind_int64(insert, 3, time) == SQLITE_OK &&
        sqlite3_bind_int(insert, 4, json_is_set(json_value(records->paths, records->deleted_at))) ==
            SQLITE_OK &&
        sqlite3_bind_text(insert, 5, record->raw, (int)record->raw_length, SQLITE_STATIC) ==
            SQLITE_OK &&
        sqlite3_step(insert) == SQLITE_DONE;
    if (!done)
        (void)database_failed(records, error);
    (void)sqlite3_reset(insert); /* it returns what sqlite3_step returned */
    return done;
}

static bool keep_reading(struct known_records *records, struct error *error)
{
    const struct json_value *reading = json_value(records->paths, records->reading);

    if (reading->kind != JSON_OBJECT)
        return true;
    records->reading_line.length = 0;
    return (buffer_append_string(&records->reading_line, "reading ") &&
            buffer_append(&records->reading_line, reading->raw, reading->raw_length)) ||
           error_no_memory(error);
}

bool known_records_take(struct known_records *records, const char *line, size_t length,
                        struct error *error)
{
    const struct json_value *type, *stream;
    bool has_key;

    if (!json_scan(records->paths, line, length, error))
        return false;
    type = json_value(records->paths, records->type);
    stream = json_value(records->paths, records->stream);
    if (type->kind != JSON_STRING)
        return error_set(error, EX_DATAERR, "not a message: it has no type");
    if (json_is(type, "STATE"))
        return keep_reading(records, error);
    if (!json_is(type, "RECORD"))
        return true;
    for (size_t i = 0; i < records->stream_count; i++)
        if (json_is(stream, records->streams[i].stream->name))
            return make_key(records, &records->streams[i], &has_key, error) &&
                   (!has_key || keep_record(records, &records->streams[i], error));
    return true;
}

bool known_records_lines(struct known_records *records, const char *query, line_file_take *take,
                         void *context, struct error *error)
{
    sqlite3_stmt *lines = NULL;
    int result = SQLITE_DONE;
    bool done = records->reading_line.length == 0 ||
                take(context, records->reading_line.bytes, records->reading_line.length, error);

    if (!done)
        return false;
    if (sqlite3_prepare_v2(records->database, query, -1, &lines, NULL) != SQLITE_OK)
        return error_set(error, EX_SOFTWARE, "%s", sqlite3_errmsg(records->database));
    while (done && (result = sqlite3_step(lines)) == SQLITE_ROW) {
        const char *line = (const char *)sqlite3_column_text(lines, 0);
        done = !line || take(context, line, (size_t)sqlite3_column_bytes(lines, 0), error);
    }
    if (done && result != SQLITE_DONE)
        done = database_failed(records, error);
    (void)sqlite3_finalize(lines); /* it returns what sqlite3_step returned */
    return done;
}

bool known_records_find(struct known_records *records, const char *stream, const char *key,
                        struct buffer *out, struct error *error)
{
    sqlite3_stmt *find = records->find;
    int result = SQLITE_ERROR;
    bool done = true;

    if (sqlite3_bind_text(find, 1, stream, -1, SQLITE_STATIC) == SQLITE_OK &&
        sqlite3_bind_text(find, 2, key, -1, SQLITE_STATIC) == SQLITE_OK)
        result = sqlite3_step(find);
    if (result == SQLITE_ROW)
        done = buffer_append(out, sqlite3_column_blob(find, 0),
                             (size_t)sqlite3_column_bytes(find, 0)) ||
               error_no_memory(error);
    else if (result != SQLITE_DONE)
        done = database_failed(records, error);
    (void)sqlite3_reset(find); /* it returns what sqlite3_step returned */
    return done;
}

void known_records_close(struct known_records *records)
{
    if (!records)
        return;
    (void)sqlite3_finalize(records->insert); /* they return what sqlite3_step returned */
    (void)sqlite3_finalize(records->find);
    (void)sqlite3_close(records->database); /* all of its statements are finalized */
    json_paths_free(records->paths);
    buffer_free(&records->key);
    buffer_free(&records->reading_line);
    free(records);
}
