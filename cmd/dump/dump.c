#include "api/owner.h"
#include "base/buffer.h"
#include "base/finish.h"
#include "base/lines.h"
#include "base/log.h"
#include "base/options.h"
#include "base/timestamp.h"
#include "json_functions.h"
#include "library_owner_id.h"
#include "queries.h"
#include "query_run.h"
#include "singer/messages.h"
#include "singer/streams.h"
#include "state/library_snapshot.h"
#include "tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What other streams refer to is printed before them. */
static const char *const first[] = {"account", "artists", "albums", "tracks", "shows", NULL};

/* Ends the program if one of the names is that of no stream. */
static void check_streams(const struct option_texts *names)
{
    struct buffer known = {0};

    for (size_t i = 0; i < names->count; i++) {
        if (stream_find(names->texts[i]))
            continue;
        for (const struct stream *stream = streams; stream->name; stream++)
            (void)buffer_append_format(&known, "%s%s", stream == streams ? "" : ", ", stream->name);
        log_error("unknown stream '%s'; the streams are %s", names->texts[i],
                  known.bytes ? known.bytes : "");
        exit(EX_USAGE);
    }
}

/* A time or a date as in time_extracted. Ends the program if it is neither. */
static void read_since(const char *text, char since[static TIMESTAMP_TEXT])
{
    char moment[TIMESTAMP_TEXT];
    int64_t time;
    int length = snprintf(moment, sizeof moment, "%sT00:00:00Z", text);

    if (!timestamp_parse(text, strlen(text), &time) &&
        (length >= (int)sizeof moment || !timestamp_parse(moment, (size_t)length, &time))) {
        log_error("'%.100s' is not a time; give a date, as 2026-11-23, or 2026-11-23T18:00:00Z",
                  text);
        exit(EX_USAGE);
    }
    timestamp_format(time, since);
}

static bool is_among(const char *name, const char *const *names)
{
    while (*names && strcmp(*names, name) != 0)
        names++;
    return *names != NULL;
}

static bool print_schemas(const struct wanted *wanted, struct error *error)
{
    const struct messages messages = {.account_id = wanted->account_id};

    for (const char *const *name = wanted->streams; *name; name++)
        if (!messages_print_schema(&messages, *name, error))
            return false;
    return true;
}

static bool print_records(sqlite3 *database, const struct wanted *wanted, struct error *error)
{
    for (const char *const *name = first; *name; name++)
        for (const struct query_file *file = dump_queries; file->name; file++)
            if (strcmp(file->name, *name) == 0 && !query_run(database, file, wanted, error))
                return false;
    for (const struct query_file *file = dump_queries; file->name; file++)
        if (!is_among(file->name, first) && !query_run(database, file, wanted, error))
            return false;
    return true;
}

/* The names of the streams: those that are given, or all. NULL with *error without memory. */
static const char *const *choose_streams(const struct option_texts *names, struct error *error)
{
    size_t count = 0;
    const char **chosen;

    while (streams[count].name)
        count++;
    chosen = calloc(count + 1, sizeof *chosen);
    if (!chosen) {
        (void)error_no_memory(error);
        return NULL;
    }
    count = 0;
    for (const struct stream *stream = streams; stream->name; stream++) {
        bool is_given = names->count == 0;
        for (size_t i = 0; i < names->count; i++)
            is_given = is_given || strcmp(names->texts[i], stream->name) == 0;
        if (is_given)
            chosen[count++] = stream->name;
    }
    return chosen;
}

static bool print_messages(sqlite3 *database, const struct wanted *wanted, struct error *error)
{
    return json_functions_add(database, error) && print_schemas(wanted, error) &&
           print_records(database, wanted, error);
}

struct dump_options {
    struct option_texts names;
    bool as_tables, with_account_id;
};

static bool dump(const char *path, const struct dump_options *options, struct wanted *wanted,
                 struct error *error)
{
    sqlite3 *database = library_snapshot_open(path, error);
    struct tables_wanted tables = {.names = &options->names, .since = wanted->since};
    char *account_id = NULL;
    bool done = database != NULL;

    if (!done)
        return false;
    (void)sqlite3_limit(database, SQLITE_LIMIT_LENGTH, LINES_LONGEST); /* returns the one before */
    /* Rows come in the order of their ids, which is none of the file. */
    (void)sqlite3_exec(database, "PRAGMA cache_size = -49152", NULL, NULL, NULL); /* or smaller */
    done = !options->with_account_id || (account_id = owner_read_id(database, error));
    tables.account_id = wanted->account_id = account_id;
    done = done && (options->as_tables ? tables_print(database, &tables, error)
                                       : print_messages(database, wanted, error));
    free(account_id);
    (void)sqlite3_close(database); /* it was only read */
    return done;
}

int main(int argc, char **argv)
{
    static struct dump_options chosen;
    const char *since = NULL;
    const struct option_entry options[] = {
        {.name = "stream",
         .argument = "NAME",
         .help = "print only this stream; may be given several times",
         .kind = OPTION_TEXTS,
         .target = &chosen.names},
        {.name = "since",
         .argument = "TIME",
         .help = "print only what was seen, changed or removed since",
         .kind = OPTION_TEXT,
         .target = &since},
        {.name = "tables",
         .help = "print the tables flat, as streams of their names",
         .kind = OPTION_FLAG,
         .target = &chosen.as_tables},
        ACCOUNT_ID_OPTION_ENTRY(chosen.with_account_id),
        {0},
    };
    const struct program program = {
        .name = "dump",
        .synopsis = "[OPTION]... DB",
        .description = "Prints the library DB as Singer messages, of which store makes the same\n"
                       "library again. Sends no requests.",
        .options = options,
        .operands_least = 1,
        .operands_most = 1,
    };
    int operand = options_parse(&program, argc, argv);
    char since_text[TIMESTAMP_TEXT] = "";
    struct wanted wanted = {.since = since_text};
    struct error error;
    bool done;

    if (!chosen.as_tables)
        check_streams(&chosen.names);
    if (since)
        read_since(since, since_text);
    wanted.streams = choose_streams(&chosen.names, &error);
    done = wanted.streams && dump(argv[operand], &chosen, &wanted, &error);
    free((void *)wanted.streams);
    return finish(done, &error);
}
