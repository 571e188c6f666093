#include "server.h"

#include "control.h"
#include "delays.h"
#include "moment.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#define MOST_CONNECTIONS 4000
#define BLOCK            65536
/* How often a request that is never answered looks whether the client is still there. */
#define HANG_CHECK_US INT64_C(200000)

struct server {
    struct MHD_Daemon *daemon;
    struct stand_in *in;
    struct delays *delays;
    atomic_bool stopping;
    unsigned connections;
};

/* A request and its answer, from the request line to the last byte. */
struct exchange {
    struct server *server;
    struct MHD_Connection *connection;
    struct request request;
    struct answer answer;
    char *uri;
    struct text body;
    enum { EXCHANGE_NEW, EXCHANGE_READING, EXCHANGE_ANSWERED } state;
    bool counted;
    /* When the next byte of a slow answer may go. */
    int64_t next_byte_us;
    /* Lines of a long answer that are written but not yet sent, and the place of the next one. */
    struct text pending;
    size_t pending_sent;
    size_t next_line;
};

static void *begin_exchange(void *cls, const char *uri, struct MHD_Connection *connection)
{
    struct exchange *exchange = must_resize(NULL, 1, sizeof *exchange);

    *exchange = (struct exchange){.server = cls, .connection = connection};
    exchange->uri = must_copy(uri, strlen(uri));
    exchange->request.path = exchange->uri;
    exchange->request.query = "";
    char *mark = strchr(exchange->uri, '?');
    if (mark != NULL) {
        *mark = '\0';
        exchange->request.query = mark + 1;
    }
    return exchange;
}

static void end_exchange(void *cls, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode code)
{
    struct server *server = cls;
    struct exchange *exchange = *context;

    (void)connection;
    (void)code;
    if (exchange == NULL)
        return;
    if (exchange->counted)
        server->in->log.in_flight--;
    answer_free(&exchange->answer);
    text_free(&exchange->body);
    text_free(&exchange->pending);
    free(exchange->uri);
    free(exchange);
    *context = NULL;
}

/* Numbers the connections; the number is kept as the connection's context. */
static void note_connection(void *cls, struct MHD_Connection *connection, void **context,
                            enum MHD_ConnectionNotificationCode code)
{
    struct server *server = cls;

    (void)connection;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        *context = (void *)(uintptr_t)++server->connections;
        server->in->log.connections++;
    }
}

static unsigned connection_number(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info != NULL ? (unsigned)(uintptr_t)info->socket_context : 0;
}

static int connection_socket(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info != NULL ? info->connect_fd : -1;
}

static void resume(void *thing)
{
    MHD_resume_connection(thing);
}

/* Leaves the connection alone until then; its handler is called again. */
static void hold(struct exchange *exchange, int64_t until_us)
{
    MHD_suspend_connection(exchange->connection);
    delays_add(exchange->server->delays, until_us, exchange->connection);
}

/* Connecting a TCP socket to nowhere makes Linux send a reset at once. */
static void reset_connection(struct MHD_Connection *connection)
{
    struct sockaddr nowhere = {.sa_family = AF_UNSPEC};
    (void)connect(connection_socket(connection), &nowhere, sizeof nowhere);
}

static bool client_is_gone(struct MHD_Connection *connection)
{
    char byte;
    ssize_t got = recv(connection_socket(connection), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR);
}

static ssize_t read_half(void *cls, uint64_t position, char *to, size_t most)
{
    const struct exchange *exchange = cls;
    size_t half = exchange->answer.body.length / 2;

    if (position >= half)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    size_t length = half - (size_t)position < most ? half - (size_t)position : most;
    memcpy(to, exchange->answer.body.bytes + position, length);
    return (ssize_t)length;
}

static ssize_t read_slowly(void *cls, uint64_t position, char *to, size_t most)
{
    struct exchange *exchange = cls;
    int64_t now_us = moment_monotonic_us();

    (void)most;
    if (atomic_load(&exchange->server->stopping))
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (now_us < exchange->next_byte_us) {
        hold(exchange, exchange->next_byte_us);
        return 0;
    }
    exchange->next_byte_us = now_us + exchange->answer.byte_us;
    *to = exchange->answer.body.bytes[position];
    return 1;
}

static ssize_t read_lines(void *cls, uint64_t position, char *to, size_t most)
{
    struct exchange *exchange = cls;
    struct text *pending = &exchange->pending;

    (void)position;
    if (exchange->pending_sent == pending->length) {
        pending->length = 0;
        exchange->pending_sent = 0;
        while (pending->length < BLOCK &&
               exchange->answer.write_line(exchange->server->in, exchange->next_line, pending))
            exchange->next_line++;
    }
    size_t length = pending->length - exchange->pending_sent;
    if (length == 0)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (length > most)
        length = most;
    memcpy(to, pending->bytes + exchange->pending_sent, length);
    exchange->pending_sent += length;
    return (ssize_t)length;
}

static struct MHD_Response *make_response(struct exchange *exchange)
{
    struct answer *answer = &exchange->answer;
    uint64_t length = answer->body.length;

    if (answer->write_line != NULL)
        return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, read_lines, exchange,
                                                 NULL);
    if (answer->delivery == DELIVER_HALF)
        return MHD_create_response_from_callback(length, BLOCK, read_half, exchange, NULL);
    if (answer->delivery == DELIVER_SLOWLY && length > 0)
        return MHD_create_response_from_callback(length, 1, read_slowly, exchange, NULL);
    /* The bytes stay with the exchange, which outlives the response. */
    return MHD_create_response_from_buffer(answer->body.length, answer->body.bytes,
                                           MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result send_answer(struct exchange *exchange)
{
    struct answer *answer = &exchange->answer;
    struct MHD_Response *response = make_response(exchange);
    enum MHD_Result result = MHD_NO;
    char seconds[24];

    if (response == NULL)
        return MHD_NO;
    (void)snprintf(seconds, sizeof seconds, "%lld", (long long)answer->retry_after);
    if (MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer->content_type) ==
            MHD_YES &&
        (answer->retry_after < 0 ||
         MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, seconds) == MHD_YES) &&
        (answer->location.length == 0 ||
         MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION,
                                 text_string(&answer->location)) == MHD_YES))
        result = MHD_queue_response(exchange->connection, answer->status, response);
    MHD_destroy_response(response);
    return result;
}

/* Works the answer out; returns how long it is to be held back. */
static int64_t work_out(struct exchange *exchange, const char *method)
{
    struct request *request = &exchange->request;
    struct MHD_Connection *connection = exchange->connection;

    request->method = method;
    request->authorization =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_AUTHORIZATION);
    request->content_type =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_TYPE);
    request->body = text_string(&exchange->body);
    request->connection = connection_number(connection);
    request->endpoint = endpoint_find(method, request->path, &request->id, &request->id_length);
    if (request->endpoint == ENDPOINT_CONTROL) {
        control_answer(exchange->server->in, request, &exchange->answer);
        return 0;
    }
    exchange->counted = true;
    return stand_in_answer(exchange->server->in, request, &exchange->answer);
}

static enum MHD_Result handle(void *cls, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **context)
{
    struct server *server = cls;
    struct exchange *exchange = *context;

    (void)url;
    (void)version;
    if (exchange == NULL || atomic_load(&server->stopping))
        return MHD_NO;
    if (exchange->state == EXCHANGE_NEW) {
        exchange->state = EXCHANGE_READING;
        return MHD_YES;
    }
    if (*upload_size > 0) {
        text_bytes(&exchange->body, upload, *upload_size);
        *upload_size = 0;
        return MHD_YES;
    }
    if (exchange->state == EXCHANGE_READING) {
        int64_t came_us = moment_monotonic_us();
        int64_t hold_us = work_out(exchange, method);
        exchange->state = EXCHANGE_ANSWERED;
        if (hold_us > 0) {
            hold(exchange, came_us + hold_us);
            return MHD_YES;
        }
    }
    if (exchange->answer.delivery == DELIVER_RESET) {
        reset_connection(connection);
        return MHD_NO;
    }
    if (exchange->answer.delivery == DELIVER_CLOSED)
        return MHD_NO;
    if (exchange->answer.delivery == DELIVER_NEVER) {
        if (client_is_gone(connection))
            return MHD_NO;
        hold(exchange, moment_monotonic_us() + HANG_CHECK_US);
        return MHD_YES;
    }
    return send_answer(exchange);
}

/* A client that goes away in the middle is what many tests do: nothing to tell. */
static void keep_quiet(void *cls, const char *format, va_list arguments)
{
    (void)cls;
    (void)format;
    (void)arguments;
}

struct server *server_start(struct stand_in *in, struct text *why)
{
    struct server *server = must_resize(NULL, 1, sizeof *server);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)in->port)};

    *server = (struct server){.in = in};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server->delays = delays_start(resume);
    if (server->delays == NULL) {
        text_add(why, "cannot start a thread");
        free(server);
        return NULL;
    }
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL,
        handle, server, MHD_OPTION_EXTERNAL_LOGGER, keep_quiet, NULL, MHD_OPTION_SOCK_ADDR,
        (struct sockaddr *)&address, MHD_OPTION_URI_LOG_CALLBACK, begin_exchange, server,
        MHD_OPTION_NOTIFY_COMPLETED, end_exchange, server, MHD_OPTION_NOTIFY_CONNECTION,
        note_connection, server, MHD_OPTION_CONNECTION_LIMIT, (unsigned)MOST_CONNECTIONS,
        MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024U, MHD_OPTION_END);
    const union MHD_DaemonInfo *info =
        server->daemon != NULL ? MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT)
                               : NULL;
    if (info == NULL) {
        text_format(why, "cannot listen on port %lld: %s", (long long)in->port, strerror(errno));
        server_stop(server);
        return NULL;
    }
    (void)snprintf(in->base, sizeof in->base, "http://127.0.0.1:%u", (unsigned)info->port);
    return server;
}

void server_stop(struct server *server)
{
    atomic_store(&server->stopping, true);
    delays_stop(server->delays);
    if (server->daemon != NULL)
        MHD_stop_daemon(server->daemon);
    delays_free(server->delays);
    free(server);
}
