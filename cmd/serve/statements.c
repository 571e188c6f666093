#include "statements.h"
#include "base/timestamp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_STATEMENTS = 40, LONGEST_TABLE = 40, REST = 400 };

#define LONG INT64_C(20000) /* microseconds */
#define LIFE (3600 * TIMESTAMP_SECOND)

struct statement_text {
    char *sql;
    char name[LONGEST_TABLE + 1]; /* of the table or view that it makes, or "" */
    bool is_view;
    bool is_made;
    int64_t cost;              /* the processor time that it took last, in microseconds */
    int64_t made_at, rests_to; /* timestamp_monotonic */
    int64_t state;             /* in which it was made */
};

struct statements {
    size_t count;
    struct statement_text texts[MOST_STATEMENTS];
};

static const char *skip_comments(const char *sql)
{
    for (;;) {
        sql += strspn(sql, " \t\r\n");
        if (strncmp(sql, "--", 2) != 0)
            return sql;
        sql += strcspn(sql, "\n");
    }
}

static bool keep_statement(struct statements *statements, const char *sql, size_t length)
{
    struct statement_text *text = &statements->texts[statements->count];
    const char *begin;

    if (statements->count == MOST_STATEMENTS || !(text->sql = strndup(sql, length)))
        return false;
    statements->count++;
    begin = skip_comments(text->sql);
    text->is_view = sscanf(begin, "CREATE TEMP VIEW %40[a-z_]", text->name) == 1;
    if (!text->is_view && sscanf(begin, "CREATE TEMP TABLE %40[a-z_]", text->name) != 1)
        *text->name = '\0';
    return true;
}

/* A semicolon ends a statement unless it is within a string or a comment, as SQLite sees it. */
static bool split(struct statements *statements, const char *sql)
{
    const char *begin = sql;

    for (const char *end = sql; (end = strchr(end, ';')); end++) {
        size_t length = (size_t)(end - begin) + 1;
        char *prefix = strndup(begin, length);
        bool is_complete = prefix && sqlite3_complete(prefix);

        free(prefix);
        if (!prefix || (is_complete && !keep_statement(statements, begin, length)))
            return false;
        if (is_complete && !*statements->texts[statements->count - 1].name)
            return true;
        if (is_complete)
            begin = end + 1;
    }
    return true;
}

struct statements *statements_new(const char *sql, struct error *error)
{
    struct statements *statements = calloc(1, sizeof *statements);

    if (statements && split(statements, sql))
        return statements;
    statements_free(statements);
    (void)error_no_memory(error);
    return NULL;
}

static bool drop(const struct statement_text *text, struct page_library *library,
                 struct error *error)
{
    char sql[LONGEST_TABLE + 32];

    (void)snprintf(sql, sizeof sql, "DROP TABLE IF EXISTS temp.%s", text->name);
    return script_run(library, sql, NULL, NULL, NULL, error);
}

/* The time that this thread has had a processor, in microseconds. A statement that only had to wait
 * for one has cost nothing, and must not rest for that. */
static int64_t processor_time(void)
{
    struct timespec time = {0};

    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time); /* Linux has this clock */
    return (int64_t)time.tv_sec * TIMESTAMP_SECOND + time.tv_nsec / 1000;
}

/* Whether what was made may stay as it is. */
static bool is_fresh(const struct statement_text *text, int64_t state, bool may_rest, int64_t now)
{
    bool took_long = text->rests_to - text->made_at > LONG * REST;
    bool is_same = state == text->state;

    if (!text->is_made || text->is_view)
        return text->is_made;
    return ((is_same || may_rest) && now < text->rests_to) ||
           (is_same && took_long && now < text->made_at + LIFE);
}

bool statements_run(struct statements *statements, struct page_library *library, int64_t state,
                    bool may_rest, const struct script_parameter *parameters, script_row *row,
                    void *context, struct error *error)
{
    for (size_t i = 0; i < statements->count; i++) {
        struct statement_text *text = &statements->texts[i];
        int64_t began, cost;

        if (is_fresh(text, state, may_rest, timestamp_monotonic()))
            continue;
        began = processor_time();
        if (*text->name && !text->is_view && !drop(text, library, error))
            return false;
        text->is_made = false;
        if (!script_run(library, text->sql, parameters, row, context, error))
            return false;
        text->is_made = *text->name != '\0';
        /* On a machine that others use, too, one measurement may be far too long. */
        cost = processor_time() - began;
        text->made_at = timestamp_monotonic();
        text->rests_to = text->made_at + (cost < text->cost ? cost : text->cost) * REST;
        text->cost = cost;
        text->state = state;
    }
    return true;
}

void statements_free(struct statements *statements)
{
    if (!statements)
        return;
    for (size_t i = 0; i < statements->count; i++)
        free(statements->texts[i].sql);
    free(statements);
}
