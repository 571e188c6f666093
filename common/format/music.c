#include "format/music.h"

#include "base/buffer.h"
#include "base/fold.h"
#include "json/json_print.h"

#include <sqlite3.h>
#include <stdlib.h>

extern const char schema_music_tables_sql[];
extern const char schema_music_add_tag_sql[];
extern const char schema_music_find_sql[];

struct music {
    sqlite3 *database;
    sqlite3_stmt *add_file, *add_tag, *enter, *find;
    int64_t last; /* the file that was added last */
    struct buffer wanted;
};

static bool music_failed(const struct music *music, struct error *error)
{
    return error_set(error, EX_IOERR, "cannot keep the audio files in a temporary file: %s",
                     sqlite3_errmsg(music->database));
}

static bool prepare_music(struct music *music, const char *sql, sqlite3_stmt **statement)
{
    return sqlite3_prepare_v2(music->database, sql, -1, statement, NULL) == SQLITE_OK;
}

struct music *music_new(struct error *error)
{
    struct music *music = calloc(1, sizeof *music);

    if (!music) {
        (void)error_no_memory(error);
        return NULL;
    }
    if (sqlite3_open("", &music->database) == SQLITE_OK && fold_register(music->database) &&
        sqlite3_exec(music->database, schema_music_tables_sql, NULL, NULL, NULL) == SQLITE_OK &&
        prepare_music(music, "INSERT INTO music (place, milliseconds) VALUES (?1, nullif(?2, 0))",
                      &music->add_file) &&
        prepare_music(music, schema_music_add_tag_sql, &music->add_tag) &&
        prepare_music(music, "INSERT OR IGNORE INTO folder VALUES (?1, ?2)", &music->enter) &&
        prepare_music(music, schema_music_find_sql, &music->find))
        return music;
    (void)music_failed(music, error);
    music_free(music);
    return NULL;
}

/* Runs a statement that gives no row, once its values are bound. */
static bool run_music(const struct music *music, sqlite3_stmt *statement, bool bound,
                      struct error *error)
{
    bool done = bound && sqlite3_step(statement) == SQLITE_DONE;

    if (!done)
        (void)music_failed(music, error);
    (void)sqlite3_reset(statement); /* it repeats what sqlite3_step said */
    return done;
}

bool music_add_file(struct music *music, const char *place, int64_t milliseconds,
                    struct error *error)
{
    sqlite3_stmt *add = music->add_file;
    bool bound = sqlite3_bind_text(add, 1, place, -1, SQLITE_TRANSIENT) == SQLITE_OK &&
                 sqlite3_bind_int64(add, 2, milliseconds) == SQLITE_OK;

    if (!run_music(music, add, bound, error))
        return false;
    music->last = sqlite3_last_insert_rowid(music->database);
    return true;
}

bool music_add_tag(struct music *music, const char *property, const char *value,
                   struct error *error)
{
    sqlite3_stmt *add = music->add_tag;
    bool bound = sqlite3_bind_text(add, 1, property, -1, SQLITE_TRANSIENT) == SQLITE_OK &&
                 sqlite3_bind_text(add, 2, value, -1, SQLITE_TRANSIENT) == SQLITE_OK &&
                 sqlite3_bind_int64(add, 3, music->last) == SQLITE_OK;

    return run_music(music, add, bound, error);
}

bool music_enter_folder(struct music *music, const struct stat *folder, bool *is_new,
                        struct error *error)
{
    bool bound = sqlite3_bind_int64(music->enter, 1, (int64_t)folder->st_dev) == SQLITE_OK &&
                 sqlite3_bind_int64(music->enter, 2, (int64_t)folder->st_ino) == SQLITE_OK;

    if (!run_music(music, music->enter, bound, error))
        return false;
    *is_new = sqlite3_changes(music->database) > 0;
    return true;
}

bool music_find(struct music *music, jv wanted, jv *place, struct error *error)
{
    bool done = false;
    int result;

    music->wanted.length = 0;
    if (!json_print(wanted, &music->wanted))
        return error_no_memory(error);
    if (sqlite3_bind_text(music->find, 1, music->wanted.bytes, (int)music->wanted.length,
                          SQLITE_STATIC) == SQLITE_OK) {
        result = sqlite3_step(music->find);
        done = result == SQLITE_ROW || result == SQLITE_DONE;
        if (done)
            *place = result == SQLITE_ROW
                         ? jv_string_sized((const char *)sqlite3_column_text(music->find, 0),
                                           sqlite3_column_bytes(music->find, 0))
                         : jv_null();
    }
    if (!done)
        (void)music_failed(music, error);
    (void)sqlite3_reset(music->find); /* it repeats what sqlite3_step said */
    return done;
}

void music_free(struct music *music)
{
    if (!music)
        return;
    (void)sqlite3_finalize(music->add_file);
    (void)sqlite3_finalize(music->add_tag);
    (void)sqlite3_finalize(music->enter);
    (void)sqlite3_finalize(music->find);
    (void)sqlite3_close(music->database); /* a temporary file */
    buffer_free(&music->wanted);
    free(music);
}
