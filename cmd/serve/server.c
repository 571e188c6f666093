#include "server.h"
#include "base/log.h"
#include "connections.h"

#include <fcntl.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum {
    MOST_CONNECTIONS = 4 * CONNECTIONS_MOST, /* until those that were cut are gone */
    CONNECTION_MEMORY = 16 << 10,            /* for a request's line and headers */
    IDLE_S = 30,
    LONGEST_BODY = 4 << 10,
    LONGEST_TARGET = 4 << 10,
    LONG_BODY_PART = 16 << 10
};

struct server {
    struct MHD_Daemon *daemon;
    struct connections *connections;
    const struct guard *guard;
    exchange_answer *answer;
    void *context;
};

/* A request from its first line to its end. */
struct served {
    char *target;
    char *path;
    bool admitted;
    bool known;
    struct buffer body;
};

static const char *const security_headers[][2] = {
    {"Cache-Control", "no-store"},
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
     "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
};

/* Reads what comes next of a long body. Its client sees by its end that it is not whole. */
static ssize_t read_body(void *long_body, uint64_t position, char *bytes, size_t size)
{
    struct error error;
    ssize_t length = long_answer_read(long_body, bytes, size, &error);

    (void)position;
    if (length < 0) {
        log_warning("an answer was cut off: %s", error.text);
        return MHD_CONTENT_READER_END_WITH_ERROR;
    }
    return length > 0 ? length : MHD_CONTENT_READER_END_OF_STREAM;
}

static void close_body(void *long_body)
{
    long_answer_close(long_body);
}

static struct MHD_Response *make_long_response(struct exchange_response *response)
{
    struct MHD_Response *made = MHD_create_response_from_callback(
        MHD_SIZE_UNKNOWN, LONG_BODY_PART, read_body, response->long_body, close_body);

    if (!made)
        long_answer_close(response->long_body);
    response->long_body = NULL;
    return made;
}

static struct MHD_Response *make_response(struct exchange_response *response)
{
    struct MHD_Response *made;

    if (response->long_body)
        return make_long_response(response);
    if (response->static_body)
        return MHD_create_response_from_buffer(
            response->static_length, (void *)(size_t)response->static_body, MHD_RESPMEM_PERSISTENT);
    made = MHD_create_response_from_buffer(response->body.length, response->body.bytes,
                                           MHD_RESPMEM_MUST_FREE);
    if (made)
        response->body = (struct buffer){0};
    return made;
}

static bool add_headers(struct MHD_Response *made, const struct exchange_response *response)
{
    char text[120];
    bool added = MHD_add_response_header(made, "Content-Type", response->type) == MHD_YES;

    for (size_t i = 0; added && i < sizeof security_headers / sizeof *security_headers; i++)
        added = MHD_add_response_header(made, security_headers[i][0], security_headers[i][1]) ==
                MHD_YES;
    if (added && response->cookie)
        added = MHD_add_response_header(made, "Set-Cookie", response->cookie) == MHD_YES;
    if (added && response->status == 405)
        added = MHD_add_response_header(made, "Allow", "GET, HEAD, POST") == MHD_YES;
    if (added && response->retry_after_s) {
        (void)snprintf(text, sizeof text, "%u", response->retry_after_s);
        added = MHD_add_response_header(made, "Retry-After", text) == MHD_YES;
    }
    if (added && response->file_name) {
        (void)snprintf(text, sizeof text, "attachment; filename=\"%.80s\"", response->file_name);
        added = MHD_add_response_header(made, "Content-Disposition", text) == MHD_YES;
    }
    return added;
}

static enum MHD_Result respond(struct MHD_Connection *connection,
                               struct exchange_response *response)
{
    const char *body = response->static_body ? response->static_body : response->body.bytes;
    size_t length = response->static_body ? response->static_length : response->body.length;
    struct MHD_Response *made;
    char etag[EXCHANGE_ETAG];
    bool is_long = response->long_body != NULL;
    enum MHD_Result queued = MHD_NO;

    exchange_etag(body, length, etag);
    if (response->status == 200 && !is_long &&
        exchange_matches(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "If-None-Match"),
                         etag)) {
        response->status = 304;
        response->static_body = "";
        response->static_length = 0;
    }
    made = make_response(response);
    if (made && add_headers(made, response) &&
        (is_long || (response->status != 200 && response->status != 304) ||
         MHD_add_response_header(made, "ETag", etag) == MHD_YES))
        queued = MHD_queue_response(connection, response->status, made);
    if (made)
        MHD_destroy_response(made);
    buffer_free(&response->body);
    return queued;
}

static enum MHD_Result count_hosts(void *count, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
    (void)kind;
    (void)value;
    if (strcasecmp(name, "Host") == 0)
        (*(unsigned *)count)++;
    return MHD_YES;
}

/* Looks at the headers. False, having answered, if the request goes no further. */
static bool admit(struct server *server, struct MHD_Connection *connection, const char *method,
                  struct served *served, enum MHD_Result *result)
{
    struct exchange_response response = {0};
    struct guard_refusal refusal;
    struct request_head head = {.method = method, .path = served->path};

    head.host = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Host");
    head.origin = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Origin");
    head.content_type = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Type");
    head.cookie = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Cookie");
    head.fetch_site = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Sec-Fetch-Site");
    (void)MHD_get_connection_values(connection, MHD_HEADER_KIND, count_hosts, &head.hosts);
    served->admitted = true;
    if (strlen(served->target) > LONGEST_TARGET)
        exchange_fail(&response, 414, "The address is too long.");
    else if (!guard_admits(server->guard, &head, &refusal))
        exchange_fail(&response, refusal.status, refusal.text);
    else {
        served->known = guard_knows(server->guard, &head);
        if (strcmp(method, "POST") != 0 || served->known)
            return true;
        exchange_fail(&response, 401, "Open the page with the link that serve printed.");
    }
    *result = respond(connection, &response);
    return false;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **request)
{
    struct server *server = context;
    struct served *served = *request;
    struct exchange_response response = {0};
    enum MHD_Result result = MHD_NO;

    (void)url;
    (void)version;
    if (!served)
        return MHD_NO;
    if (!served->admitted)
        /* It is answered when all of it has come, since a connection that is answered before ends.
         */
        return admit(server, connection, method, served, &result) ? MHD_YES : result;
    if (*upload_size > 0) {
        /* A client that sends more is cut off. */
        if (served->body.length + *upload_size > LONGEST_BODY ||
            !buffer_append(&served->body, upload, *upload_size))
            return MHD_NO;
        *upload_size = 0;
        return MHD_YES;
    }
    server->answer(server->context,
                   &(struct exchange_request){.method = method,
                                              .target = served->target,
                                              .known = served->known,
                                              .body = served->body.length ? served->body.bytes : "",
                                              .body_length = served->body.length},
                   &response);
    return respond(connection, &response);
}

static void *on_request_line(void *context, const char *target, struct MHD_Connection *connection)
{
    struct served *served = calloc(1, sizeof *served);

    (void)context;
    (void)connection;
    if (!served)
        return NULL;
    served->target = strdup(target);
    served->path = served->target ? strndup(target, strcspn(target, "?")) : NULL;
    if (served->path)
        return served;
    free(served->target);
    free(served);
    return NULL;
}

static struct connection_entry *entry_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info ? info->socket_context : NULL;
}

static void on_completed(void *context, struct MHD_Connection *connection, void **request,
                         enum MHD_RequestTerminationCode code)
{
    struct server *server = context;
    struct served *served = *request;

    (void)code;
    connections_completed(server->connections, entry_of(connection), served && served->known);
    if (!served)
        return;
    free(served->target);
    free(served->path);
    buffer_free(&served->body);
    free(served);
    *request = NULL;
}

static void on_connection(void *context, struct MHD_Connection *connection, void **entry,
                          enum MHD_ConnectionNotificationCode code)
{
    struct server *server = context;
    const union MHD_ConnectionInfo *info;

    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        *entry = info ? connections_add(server->connections, info->connect_fd) : NULL;
    } else {
        connections_remove(server->connections, *entry);
        *entry = NULL;
    }
}

__attribute__((format(printf, 2, 0))) static void log_server(void *context, const char *format,
                                                             va_list arguments)
{
    char text[400];

    (void)context;
    (void)vsnprintf(text, sizeof text, format, arguments);
    text[strcspn(text, "\n")] = '\0';
    log_debug("%s", text);
}

struct server *server_start(int listener, const struct guard *guard, exchange_answer *answer,
                            void *context, struct error *error)
{
    struct server *server = calloc(1, sizeof *server);

    if (!server || !(server->connections = connections_new(error))) {
        (void)error_no_memory(error);
        goto failed;
    }
    server->guard = guard;
    server->answer = answer;
    server->context = context;
    server->daemon = MHD_start_daemon(
        MHD_USE_AUTO_INTERNAL_THREAD | MHD_USE_ERROR_LOG | MHD_USE_ITC, 0, NULL, NULL, on_request,
        server, MHD_OPTION_EXTERNAL_LOGGER, log_server, NULL, MHD_OPTION_LISTEN_SOCKET, listener,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)MOST_CONNECTIONS, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        (unsigned)MOST_CONNECTIONS / 2, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_S,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY, MHD_OPTION_STRICT_FOR_CLIENT,
        1, MHD_OPTION_URI_LOG_CALLBACK, on_request_line, server, MHD_OPTION_NOTIFY_COMPLETED,
        on_completed, server, MHD_OPTION_NOTIFY_CONNECTION, on_connection, server, MHD_OPTION_END);
    if (server->daemon)
        return server;
    (void)error_set(error, EX_OSERR, "cannot start the HTTP server");
failed:
    (void)close(listener);
    if (server)
        connections_free(server->connections);
    free(server);
    return NULL;
}

void server_tick(struct server *server)
{
    connections_sweep(server->connections);
}

void server_stop(struct server *server)
{
    if (!server)
        return;
    MHD_stop_daemon(server->daemon);
    connections_free(server->connections);
    free(server);
}
