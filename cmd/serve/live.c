#include "live.h"
#include "base/timestamp.h"
#include "page/resources.h"
#include "page/script.h"
#include "statements.h"
#include "json/json_string.h"

#include <stdlib.h>
#include <string.h>

enum { PATIENCE_MS = 250, MOST_SECONDS = 30 };

struct live {
    char *path;
    struct page_library *library;  /* NULL: there is none */
    struct statements *statements; /* of the status */
    int64_t state;                 /* what live_state returned last */
};

struct live *live_open(const char *path, struct error *error)
{
    struct live *live = calloc(1, sizeof *live);

    if (live && (live->path = strdup(path)))
        return live;
    free(live);
    (void)error_no_memory(error);
    return NULL;
}

static void close_library(struct live *live)
{
    statements_free(live->statements);
    page_library_close(live->library);
    live->statements = NULL;
    live->library = NULL;
}

static bool open_live_library(struct live *live, struct error *error)
{
    live->library = page_library_open(live->path, PATIENCE_MS, error);
    if (!live->library)
        return false;
    live->statements = statements_new(resource_text(driver_views, "status.sql"), error);
    if (live->statements && script_run(live->library, resource_text(driver_views, "phases.sql"),
                                       NULL, NULL, NULL, error))
        return true;
    close_library(live);
    return false;
}

int64_t live_state(struct live *live, bool *is_other, struct error *error)
{
    int64_t state;
    bool is_gone;

    *is_other = false;
    if (live->library && !page_library_check(live->library, &is_gone, error)) {
        *is_other = is_gone;
        close_library(live);
        if (!is_gone)
            return -1;
    }
    if (!live->library && !open_live_library(live, error))
        return -1;
    page_library_allow(live->library, MOST_SECONDS);
    state = page_library_state(live->library, error);
    live->state = state;
    return state;
}

/* Appends a line of JSON, or one value. */
static bool take_json_line(void *body, sqlite3_stmt *statement, struct error *error)
{
    const char *text = (const char *)sqlite3_column_text(statement, 0);

    return !text || utf8_repair(text, (size_t)sqlite3_column_bytes(statement, 0), body) ||
           error_no_memory(error);
}

/* The status of no library is a file of the driver's. */
static bool append_no_status(const struct live_circumstances *circumstances, struct buffer *body)
{
    static const char place[] = "@account_json@";
    const char *text = resource_text(driver_views, "no-sync.json");
    const char *at = strstr(text, place);
    const char *rest = at + sizeof place - 1;

    return buffer_append(body, text, (size_t)(at - text)) &&
           buffer_append_string(body, circumstances->sign_in) &&
           buffer_append(body, rest, strcspn(rest, "}")) &&
           buffer_append_format(body, ",\"busy\":%s,\"last_start\":%s,\"edition\":0}\n",
                                circumstances->is_busy ? "true" : "false",
                                circumstances->last_start);
}

static bool append_status(struct live *live, const struct live_circumstances *circumstances,
                          struct buffer *body, struct error *error)
{
    struct buffer status = {0};
    bool done;

    done = statements_run(live->statements, live->library, live->state, circumstances->is_busy,
                          (const struct script_parameter[]){
                              {.name = "json", .text = "1"},
                              {.name = "running", .text = circumstances->is_busy ? "1" : "0"},
                              {.name = "sign_in", .text = circumstances->sign_in},
                              {0}},
                          take_json_line, &status, error) &&
           (buffer_string(&status) || error_no_memory(error)) &&
           script_run(live->library, resource_text(page_views, "status.sql"),
                      (const struct script_parameter[]){
                          {.name = "status", .text = status.bytes},
                          {.name = "busy", .text = circumstances->is_busy ? "true" : "false"},
                          {.name = "last_start", .text = circumstances->last_start},
                          {.name = "edition", .number = circumstances->edition},
                          {.name = "now", .number = timestamp_monotonic() / 1000},
                          {0}},
                      take_json_line, body, error) &&
           (buffer_append(body, "\n", 1) || error_no_memory(error));
    buffer_free(&status);
    return done;
}

bool live_status(struct live *live, const struct live_circumstances *circumstances,
                 struct buffer *body, struct error *error)
{
    bool done;

    if (!live->library)
        return append_no_status(circumstances, body) || error_no_memory(error);
    if (!page_library_begin(live->library, error))
        return false;
    done = append_status(live, circumstances, body, error);
    page_library_end(live->library);
    /* What it has made may be rolled back. */
    if (!done)
        close_library(live);
    return done;
}

bool live_history(struct live *live, struct buffer *body, struct error *error)
{
    size_t before = body->length;
    bool done;

    if (!page_library_begin(live->library, error))
        return false;
    /* It prints an array, a line for each element. */
    done = script_run(live->library, resource_text(driver_views, "history.sql"),
                      (const struct script_parameter[]){{.name = "json", .text = "1"}, {0}},
                      take_json_line, body, error);
    page_library_end(live->library);
    return done && (buffer_append_string(body, body->length > before ? "\n" : "[]\n") ||
                    error_no_memory(error));
}

static bool take_flag(void *flag, sqlite3_stmt *statement, struct error *error)
{
    (void)error;
    *(bool *)flag = sqlite3_column_int(statement, 0) != 0;
    return true;
}

bool live_has_listens(struct live *live, bool *has_listens, struct error *error)
{
    *has_listens = false;
    return !live->library || script_run(live->library, resource_text(page_views, "session.sql"),
                                        NULL, take_flag, has_listens, error);
}

void live_close(struct live *live)
{
    if (!live)
        return;
    close_library(live);
    free(live->path);
    free(live);
}
