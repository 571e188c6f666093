#include "message_table.h"

#include "base/buffer.h"
#include "listens/listens.h"
#include "json/json.h"
#include "json/json_string.h"

#include <stdlib.h>

extern const char schema_convert_messages_sql[];
extern const char schema_convert_insert_sql[];
extern const char schema_convert_lists_sql[];
extern const char schema_convert_saved_tracks_sql[];
extern const char schema_convert_playlist_sql[];
extern const char schema_convert_saved_albums_sql[];
extern const char schema_convert_listens_sql[];
extern const char schema_convert_settle_sql[];
extern const char schema_newest_sql[];

const struct list_queries message_table_queries = {
    .lists = schema_convert_lists_sql,
    .kinds = {{"saved_tracks", schema_convert_saved_tracks_sql},
              {"playlist", schema_convert_playlist_sql},
              {"saved_albums", schema_convert_saved_albums_sql},
              {"listens", schema_convert_listens_sql}},
};

enum { PLAYS_AT_ONCE = 10000 };

struct message_table {
    sqlite3 *database;
    sqlite3_stmt *insert;
    struct json_paths *paths;
    int type, stream, time_extracted, record; /* slots */
    struct buffer text;                       /* of a record */
    int stream_parameter, time_parameter, record_parameter;
};

static bool table_error(const struct message_table *table, struct error *error)
{
    if ((sqlite3_errcode(table->database) & 0xff) == SQLITE_NOMEM)
        return error_no_memory(error);
    return error_set(error, EX_IOERR, "cannot keep the messages: %s",
                     sqlite3_errmsg(table->database));
}

static bool add_key_paths(struct message_table *table, struct error *error)
{
    table->paths = json_paths_new(error);
    return table->paths && (table->type = json_paths_add(table->paths, "type", error)) >= 0 &&
           (table->stream = json_paths_add(table->paths, "stream", error)) >= 0 &&
           (table->time_extracted = json_paths_add(table->paths, "time_extracted", error)) >= 0 &&
           (table->record = json_paths_add(table->paths, "record", error)) >= 0;
}

/* The name is empty: SQLite has it in memory as far as its cache goes, and then in a file that only
 * this process sees. */
static bool open_message_table(struct message_table *table, struct error *error)
{
    if (sqlite3_open_v2("", &table->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) !=
            SQLITE_OK ||
        sqlite3_exec(table->database,
                     "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                     "PRAGMA cache_size = -16384; BEGIN",
                     NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(table->database, schema_convert_messages_sql, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v3(table->database, schema_convert_insert_sql, -1,
                           SQLITE_PREPARE_PERSISTENT, &table->insert, NULL) != SQLITE_OK)
        return table_error(table, error);
    table->stream_parameter = sqlite3_bind_parameter_index(table->insert, ":stream");
    table->time_parameter = sqlite3_bind_parameter_index(table->insert, ":time_extracted");
    table->record_parameter = sqlite3_bind_parameter_index(table->insert, ":record");
    return true;
}

struct message_table *message_table_new(struct error *error)
{
    struct message_table *table = calloc(1, sizeof *table);

    if (!table) {
        (void)error_no_memory(error);
        return NULL;
    }
    if (add_key_paths(table, error) && open_message_table(table, error))
        return table;
    message_table_free(table);
    return NULL;
}

static bool bind_text(struct message_table *table, int parameter, const char *text, size_t length)
{
    return sqlite3_bind_text(table->insert, parameter, text, (int)length, SQLITE_STATIC) ==
           SQLITE_OK;
}

static bool insert_record(struct message_table *table, struct error *error)
{
    const struct json_value *stream = json_value(table->paths, table->stream);
    const struct json_value *time = json_value(table->paths, table->time_extracted);
    const struct json_value *record = json_value(table->paths, table->record);
    bool done;

    if (stream->kind != JSON_STRING || record->kind != JSON_OBJECT)
        return error_set(error, EX_DATAERR, "a RECORD without a stream or a record");
    table->text.length = 0;
    if (!buffer_append(&table->text, record->raw, record->raw_length))
        return error_no_memory(error);
    /* SQLite would end a text there. */
    json_mend_escapes(table->text.bytes, table->text.length);
    done = bind_text(table, table->stream_parameter, stream->text, stream->length) &&
           bind_text(table, table->time_parameter, time->kind == JSON_STRING ? time->text : NULL,
                     time->length) &&
           bind_text(table, table->record_parameter, table->text.bytes, table->text.length) &&
           sqlite3_step(table->insert) == SQLITE_DONE;
    if (!done)
        (void)table_error(table, error);
    (void)sqlite3_reset(table->insert); /* repeats the result of the step */
    return done;
}

bool message_table_add(struct message_table *table, const char *line, size_t length,
                       struct error *error)
{
    if (!json_scan(table->paths, line, length, error))
        return false;
    if (json_value(table->paths, table->type)->kind != JSON_STRING)
        return error_set(error, EX_DATAERR, "not a message: it has no type");
    return !json_is(json_value(table->paths, table->type), "RECORD") || insert_record(table, error);
}

/* Settles the plays in parts, since the candidates for a part are kept in memory. */
static bool settle_plays(struct message_table *table, struct listens *listens, struct error *error)
{
    sqlite3_stmt *some = NULL;
    sqlite3_int64 seen = 0;
    bool done = sqlite3_prepare_v2(table->database,
                                   "INSERT INTO listens_due SELECT played_at, track_id FROM plays"
                                   " WHERE rowid > ?1 AND rowid <= ?2",
                                   -1, &some, NULL) == SQLITE_OK ||
                table_error(table, error);

    for (int count = 1; done && count > 0; seen += PLAYS_AT_ONCE) {
        done = (sqlite3_bind_int64(some, 1, seen) == SQLITE_OK &&
                sqlite3_bind_int64(some, 2, seen + PLAYS_AT_ONCE) == SQLITE_OK &&
                sqlite3_step(some) == SQLITE_DONE) ||
               table_error(table, error);
        count = sqlite3_changes(table->database);
        (void)sqlite3_reset(some); /* repeats the result of the step */
        done = done && listens_settle(listens, error);
    }
    (void)sqlite3_finalize(some); /* says only what the last step said */
    return done;
}

bool message_table_settle(struct message_table *table, struct error *error)
{
    struct listens *listens;
    bool done;

    if (sqlite3_exec(table->database, schema_newest_sql, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(table->database, schema_convert_settle_sql, NULL, NULL, NULL) != SQLITE_OK)
        return table_error(table, error);
    listens = listens_open(table->database, error);
    done = listens && settle_plays(table, listens, error);
    listens_close(listens);
    return done;
}

sqlite3 *message_table_database(const struct message_table *table)
{
    return table->database;
}

void message_table_free(struct message_table *table)
{
    if (!table)
        return;
    (void)sqlite3_finalize(table->insert);
    (void)sqlite3_close(table->database);
    json_paths_free(table->paths);
    buffer_free(&table->text);
    free(table);
}
