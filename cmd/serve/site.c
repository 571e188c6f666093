#include "site.h"
#include "edition_keeper.h"
#include "live.h"
#include "page/own_zone.h"
#include "page/page_answer.h"
#include "page/resources.h"
#include "signed_in.h"
#include "json/json.h"
#include "json/json_string.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char not_opened[] = "Open the page with the link that serve printed when it started.";

struct site {
    const char *database; /* without its folder */
    char *path;
    const char *account;
    struct access *access;
    struct sync_run *run;
    site_opened *opened;
    void *context;
    struct live *live;
    struct edition_keeper *keeper;
    struct signed_in *signed_in;
};

struct site *site_open(const char *database, const char *account, struct access *access,
                       struct sync_run *run, site_opened *opened, void *context,
                       struct error *error)
{
    struct site *site = calloc(1, sizeof *site);
    const char *slash = strrchr(database, '/');
    char zone[OWN_ZONE];

    if (!site || !(site->path = strdup(database))) {
        free(site);
        (void)error_no_memory(error);
        return NULL;
    }
    site->database = site->path + (slash ? slash - database + 1 : 0);
    site->account = account;
    site->access = access;
    site->run = run;
    site->opened = opened;
    site->context = context;
    site->live = live_open(database, error);
    if (site->live && (site->keeper = edition_keeper_open(database, own_zone(zone), error)) &&
        (site->signed_in = signed_in_open(account, error)))
        return site;
    site_close(site);
    return NULL;
}

/* The state of the library; -1 with *error. Another file has other editions. */
static int64_t site_state(struct site *site, struct error *error)
{
    bool is_other;
    int64_t state = live_state(site->live, &is_other, error);

    if (is_other || state < 0)
        edition_keeper_forget(site->keeper);
    return state;
}

static bool site_status(struct site *site, struct buffer *body, struct error *error)
{
    struct buffer last_start = {0};
    struct live_circumstances circumstances = {0};
    struct error unknown;
    bool done = false;
    int64_t state;

    /* First, so that the state is not one of before the end of the sync. */
    circumstances.is_busy = sync_run_is_running(site->run, &unknown);
    state = site_state(site, error);
    /* What is no library at all has the status of none. */
    if (state < 0 && error->status != EX_UNAVAILABLE)
        return false;
    if (state >= 0 && !circumstances.is_busy)
        edition_keeper_renew(site->keeper, state);
    circumstances.edition = edition_keeper_number(site->keeper);
    circumstances.sign_in = signed_in_json(site->signed_in, error);
    if (circumstances.sign_in && sync_run_describe(site->run, &last_start, error)) {
        circumstances.last_start = last_start.bytes;
        done = live_status(site->live, &circumstances, body, error);
    }
    buffer_free(&last_start);
    return done;
}

bool site_prepare(struct site *site)
{
    struct buffer status = {0};
    struct error error;
    int64_t state = site_state(site, &error);

    if (state >= 0)
        (void)edition_keeper_get(site->keeper, state, &error);
    (void)site_status(site, &status, &error);
    buffer_free(&status);
    return !edition_keeper_is_waited_for(site->keeper);
}

static bool site_session(struct site *site, struct buffer *body, struct error *error)
{
    const char *sign_in = signed_in_json(site->signed_in, error);
    struct error absent;
    bool has_listens = false;
    bool has_library = site_state(site, &absent) >= 0;

    if (!sign_in || (has_library && !live_has_listens(site->live, &has_listens, error)))
        return false;
    return (buffer_append_string(body, "{\"database\":") &&
            json_quote(site->database, strlen(site->database), body) &&
            buffer_append_string(body, ",\"account\":") &&
            json_quote(site->account, strlen(site->account), body) &&
            buffer_append_format(body, ",\"sign_in\":%s,\"has_library\":%s,\"has_listens\":%s",
                                 sign_in, has_library ? "true" : "false",
                                 has_listens ? "true" : "false") &&
            buffer_append_string(body, ",\"version\":\"" VERSION "\"}\n")) ||
           error_no_memory(error);
}

/* Reads the options of a sync: an object with "full" and "wait", which may be absent. */
static bool read_options(const struct exchange_request *request, bool *full, bool *wait,
                         struct error *error)
{
    struct json_paths *paths = json_paths_new(error);
    int slots[2];
    bool done = false;

    *full = *wait = false;
    if (!paths || (slots[0] = json_paths_add(paths, "full", error)) < 0 ||
        (slots[1] = json_paths_add(paths, "wait", error)) < 0)
        goto out;
    if (request->body_length == 0) {
        done = true;
        goto out;
    }
    if (!json_scan(paths, request->body, request->body_length, error)) {
        if (error->status == EX_DATAERR)
            (void)error_set(error, EX_USAGE, "the body is not JSON");
        goto out;
    }
    done = true;
    for (int i = 0; done && i < 2; i++) {
        enum json_kind kind = json_value(paths, slots[i])->kind;

        *(i == 0 ? full : wait) = kind == JSON_TRUE;
        done = kind == JSON_TRUE || kind == JSON_FALSE || kind == JSON_ABSENT ||
               error_set(error, EX_USAGE, "'%s' is true or false", i == 0 ? "full" : "wait");
    }
out:
    json_paths_free(paths);
    return done;
}

static bool post(struct site *site, const struct page_query *query,
                 const struct exchange_request *request, struct exchange_response *response,
                 struct error *error)
{
    const char *path = page_query_path(query);
    bool full, wait;

    if (!read_options(request, &full, &wait, error))
        return false;
    response->status = 202;
    if (strcmp(path, "/api/sync") == 0)
        return sync_run_start(site->run, full, wait, error) &&
               (buffer_append_string(&response->body, "{\"started\":true}\n") ||
                error_no_memory(error));
    if (strcmp(path, "/api/sync/cancel") == 0)
        return sync_run_cancel(site->run, error) &&
               (buffer_append_string(&response->body, "{\"cancelled\":true}\n") ||
                error_no_memory(error));
    return error_set(error, EX_NOINPUT, "nothing can be sent to this address");
}

static bool get(struct site *site, const struct page_query *query,
                struct exchange_response *response, struct error *error)
{
    const char *path = page_query_path(query);
    struct buffer *body = &response->body;
    struct edition *edition;
    int64_t state;

    if (strcmp(path, "/api/sync/status") == 0)
        return site_status(site, body, error);
    if (strcmp(path, "/api/session") == 0)
        return site_session(site, body, error);
    state = site_state(site, error);
    if (state < 0)
        return false;
    if (strcmp(path, "/api/sync/history") == 0)
        return live_history(site->live, body, error);
    edition = edition_keeper_get(site->keeper, state, error);
    if (!edition)
        return false;
    if (!page_answer(edition, query, &response->long_body, body, error))
        return false;
    if (page_answer_is_csv(query)) {
        response->type = "text/csv; charset=utf-8";
        response->file_name = "chart.csv";
    }
    return true;
}

/* Answers an error: its sentence with a capital letter and a full stop. */
static void answer_error(const struct error *error, struct exchange_response *response)
{
    char text[sizeof error->text + 2];
    unsigned status;

    (void)snprintf(text, sizeof text, "%s.", error->text);
    if (*text >= 'a' && *text <= 'z')
        *text = (char)(*text - 'a' + 'A');
    switch (error->status) {
    case EX_USAGE:
        status = 400;
        break;
    case EX_NOINPUT:
        status = 404;
        break;
    case EXIT_LIMITED:
        status = 409;
        break;
    case EX_UNAVAILABLE:
    case EX_CONFIG:
        status = 503;
        break;
    default:
        status = 500;
    }
    response->retry_after_s = error->status == EX_UNAVAILABLE ? 1 : 0;
    response->file_name = NULL;
    exchange_fail(response, status, text);
}

static void answer_text(struct exchange_response *response, unsigned status, const char *text)
{
    response->status = status;
    response->type = "text/plain; charset=utf-8";
    response->static_body = text;
    response->static_length = strlen(text);
}

static const char *type_of(const char *name)
{
    static const char *const types[][2] = {{".html", "text/html; charset=utf-8"},
                                           {".css", "text/css; charset=utf-8"},
                                           {".js", "text/javascript; charset=utf-8"},
                                           {".svg", "image/svg+xml"}};
    const char *dot = strrchr(name, '.');

    for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++)
        if (strcmp(dot, types[i][0]) == 0)
            return types[i][1];
    return "application/octet-stream";
}

/* Answers the link, or with a file of the page. */
static void answer_file(struct site *site, const struct page_query *query, bool known,
                        struct exchange_response *response)
{
    static const char welcome[] = "<!doctype html>\n<title>spotify-sync</title>\n"
                                  "<link rel=\"icon\" href=\"data:,\">\n"
                                  "<meta http-equiv=\"refresh\" content=\"0;url=/\">\n";
    const char *path = page_query_path(query);
    const char *token = strcmp(path, "/") == 0 ? page_query_text(query, "token") : NULL;
    const char *name = strcmp(path, "/") == 0 ? "index.html" : path + 1, *text;

    if (token && access_use(site->access, token)) {
        /* Not a redirect: for that of a link which another program opened, browsers keep the cookie
         * back. */
        answer_text(response, 200, welcome);
        response->type = "text/html; charset=utf-8";
        response->cookie = access_set_cookie(site->access);
        site->opened(site->context);
    } else if (!known) {
        answer_text(response, 401, not_opened);
    } else if (!(text = resource_text(page_files, name))) {
        answer_text(response, 404, "There is nothing at this address.");
    } else {
        answer_text(response, 200, text);
        response->type = type_of(name);
    }
}

void site_answer(void *context, const struct exchange_request *request,
                 struct exchange_response *response)
{
    struct site *site = context;
    struct error error;
    struct page_query *query = page_query_parse(request->target, &error);
    bool done;

    response->status = 200;
    response->type = "application/json";
    if (!query) {
        answer_error(&error, response);
        return;
    }
    if (!page_query_below(query, "/api/")) {
        if (strcmp(request->method, "POST") == 0)
            exchange_fail(response, 405, "Files of the page can only be read.");
        else
            answer_file(site, query, request->known, response);
    } else if (!request->known) {
        exchange_fail(response, 401, not_opened);
    } else {
        done = strcmp(request->method, "POST") == 0 ? post(site, query, request, response, &error)
                                                    : get(site, query, response, &error);
        if (!done)
            answer_error(&error, response);
    }
    page_query_free(query);
}

void site_close(struct site *site)
{
    if (!site)
        return;
    live_close(site->live);
    edition_keeper_close(site->keeper);
    signed_in_close(site->signed_in);
    free(site->path);
    free(site);
}
