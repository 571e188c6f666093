/* A fuzzer of store, for libFuzzer: any stream of lines is stored or refused with a reason, what is
 * printed are STATE messages, and the same stream stored again changes no row. */
#include "../../cmd/store/batch_order.h"
#include "../../cmd/store/library.h"
#include "../../cmd/store/message_batch.h"
#include "../../cmd/store/target.h"
#include "base/log.h"
#include "support/check.h"
#include "support/folder.h"
#include "support/sink.h"
#include "json/json.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* What is remembered of the rows of the input before is forgotten when another connection empties
 * the tables; and by none of these what one of the others has stored. */
enum { STRICT, LENIENT, AGAIN, TARGETS };

static struct target *targets[TARGETS];
static sqlite3 *database, *other;
static struct buffer tables; /* their names, a NUL behind each */

static void remember_tables(void)
{
    sqlite3_stmt *statement;

    CHECK(sqlite3_prepare_v2(database,
                             "SELECT name FROM sqlite_schema WHERE type = 'table'"
                             " AND name NOT LIKE 'sqlite_%'",
                             -1, &statement, NULL) == SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW)
        CHECK(
            buffer_append_format(&tables, "%s", (const char *)sqlite3_column_text(statement, 0)) &&
            buffer_append(&tables, "", 1));
    CHECK(sqlite3_finalize(statement) == SQLITE_OK && tables.length > 0);
}

static void close_database(void)
{
    for (int i = 0; i < TARGETS; i++)
        target_close(targets[i]);
    CHECK(sqlite3_close(database) == SQLITE_OK && sqlite3_close(other) == SQLITE_OK);
    buffer_free(&tables);
}

static void open_database(void)
{
    static const struct target_options strict, lenient = {.skip_bad_lines = true};
    char path[500];
    struct error error;

    if (database)
        return;
    log_open("store", LOG_LEVEL_ERROR);
    (void)snprintf(path, sizeof path, "%s/library.db", folder());
    database = library_open(path, &error);
    other = library_open(path, &error);
    CHECK(database && other);
    for (int i = 0; i < TARGETS; i++) {
        targets[i] = target_open(database, i == STRICT ? &strict : &lenient, &error);
        CHECK(targets[i]);
    }
    remember_tables();
    CHECK(atexit(close_database) == 0);
}

static void empty_tables(void)
{
    struct error error;
    char sql[200];

    CHECK(library_execute(other, "BEGIN", &error));
    for (const char *name = tables.bytes; name < tables.bytes + tables.length;
         name += strlen(name) + 1) {
        (void)snprintf(sql, sizeof sql, "DELETE FROM \"%s\"", name);
        CHECK(library_execute(other, sql, &error));
    }
    CHECK(library_execute(other, "COMMIT", &error));
}

/* All rows as text, in an order of their own. */
static void dump(struct buffer *rows)
{
    char sql[200];

    for (const char *name = tables.bytes; name < tables.bytes + tables.length;
         name += strlen(name) + 1) {
        sqlite3_stmt *statement;
        int columns;

        (void)snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", name);
        CHECK(sqlite3_prepare_v2(database, sql, -1, &statement, NULL) == SQLITE_OK);
        columns = sqlite3_column_count(statement);
        (void)snprintf(sql, sizeof sql, "SELECT * FROM \"%s\" ORDER BY ", name);
        for (int i = 1; i <= columns; i++)
            (void)snprintf(sql + strlen(sql), sizeof sql - strlen(sql), i > 1 ? ",%d" : "%d", i);
        CHECK(sqlite3_finalize(statement) == SQLITE_OK);
        CHECK(sqlite3_prepare_v2(database, sql, -1, &statement, NULL) == SQLITE_OK);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            CHECK(buffer_append_format(rows, "\n%s", name));
            for (int i = 0; i < columns; i++) {
                const char *text = (const char *)sqlite3_column_text(statement, i);
                CHECK(buffer_append_format(rows, "|%d:", sqlite3_column_type(statement, i)) &&
                      buffer_append(rows, text ? text : "",
                                    (size_t)sqlite3_column_bytes(statement, i)));
            }
        }
        CHECK(sqlite3_finalize(statement) == SQLITE_OK);
    }
}

/* Stores what is in a file of memory. Returns whether all lines were taken. */
static bool store_part(const uint8_t *data, size_t size, int number)
{
    int fd = memfd_create("input", MFD_CLOEXEC);
    struct error error;
    struct target *target = targets[number];
    size_t skipped = target_skipped(target);
    struct lines *lines = lines_open(fd, &error);
    struct message_batch batch = {0};
    bool stored = true;

    CHECK(fd >= 0 && lines);
    CHECK(write(fd, data, size) == (ssize_t)size && lseek(fd, 0, SEEK_SET) == 0);
    while (stored && !batch.last) {
        CHECK(message_batch_read(&batch,
                                 &(struct batch_input){.lines = lines, .fd = fd, .output_fd = -1},
                                 target_parser(target), &error));
        batch_order(&batch, number == AGAIN);
        if (batch.count > 0 && !target_store(target, &batch, "input", &error)) {
            CHECK(error.status == EX_DATAERR && *error.text && number == STRICT);
            stored = false;
        }
    }
    stored = stored && target_skipped(target) == skipped;
    message_batch_free(&batch);
    lines_close(lines);
    CHECK(close(fd) == 0);
    return stored;
}

/* Stores all lines, in two batches of one transaction. Returns whether all were taken. */
static bool store(const uint8_t *data, size_t size, int number)
{
    const uint8_t *middle = size > 0 ? memchr(data + size / 2, '\n', size - size / 2) : NULL;
    size_t first = middle ? (size_t)(middle + 1 - data) : size;
    struct error error;
    bool stored = store_part(data, first, number);

    if (stored || number != STRICT)
        stored = store_part(data + first, size - first, number) && stored;
    CHECK(target_commit(targets[number], &error));
    CHECK(sqlite3_get_autocommit(database));
    return stored;
}

static void look_at_states(void)
{
    static struct json_paths *paths;
    static int type;
    struct buffer printed = {0};
    struct error error;
    const char *line;

    if (!paths) {
        paths = json_paths_new(&error);
        CHECK(paths);
        type = json_paths_add(paths, "type", &error);
    }
    sink_take(&printed);
    line = printed.bytes;
    for (size_t left = printed.length; left > 0;) {
        const char *end = memchr(line, '\n', left);
        CHECK(end && json_scan(paths, line, (size_t)(end - line), &error));
        CHECK(json_is(json_value(paths, type), "STATE"));
        left -= (size_t)(end - line) + 1;
        line = end + 1;
    }
    buffer_free(&printed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer once = {0}, twice = {0};

    sink_open();
    open_database();
    empty_tables();
    if (!store(data, size, STRICT))
        (void)store(data, size, LENIENT);
    look_at_states();
    dump(&once);
    (void)store(data, size, AGAIN);
    look_at_states();
    dump(&twice);
    CHECK(once.length == twice.length &&
          (once.length == 0 || memcmp(once.bytes, twice.bytes, once.length) == 0));
    buffer_free(&once);
    buffer_free(&twice);
    return 0;
}
