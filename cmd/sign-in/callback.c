#include "callback.h"
#include "base/log.h"
#include "base/timestamp.h"
#include "page.h"
#include "redirect.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS     16
#define LONGEST_REQUEST ((size_t)16 << 10)
#define LONGEST_LINE    ((size_t)16 << 10)
#define PATIENCE        (10 * TIMESTAMP_SECOND) /* with a client that sends its request */
#define FAREWELL        (TIMESTAMP_SECOND)      /* with one that does not read its answer */

struct connection {
    int fd; /* negative: none */
    bool answered;
    int64_t ends_at;
    struct buffer request;
};

struct callback {
    char address[64];
    int listener;
    int answering; /* the connection that the answer came over; negative: none */
    struct connection connections[CONNECTIONS];
    struct buffer line; /* what was typed of a line that has not ended */
};

const char *callback_address(const struct callback *callback)
{
    return callback->address;
}

static bool set_flags(int fd)
{
    return fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 && fcntl(fd, F_SETFL, O_NONBLOCK) == 0;
}

struct callback *callback_open(struct error *error)
{
    struct callback *callback = calloc(1, sizeof *callback);
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;

    if (!callback) {
        (void)error_no_memory(error);
        return NULL;
    }
    callback->answering = -1;
    for (int i = 0; i < CONNECTIONS; i++)
        callback->connections[i] = (struct connection){.fd = -1, .request = {.is_secret = true}};
    callback->line.is_secret = true;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    callback->listener = socket(AF_INET, SOCK_STREAM, 0);
    if (callback->listener < 0 || !set_flags(callback->listener) ||
        bind(callback->listener, (struct sockaddr *)&address, size) != 0 ||
        listen(callback->listener, CONNECTIONS) != 0 ||
        getsockname(callback->listener, (struct sockaddr *)&address, &size) != 0) {
        (void)error_set(error, EX_OSERR, "cannot listen on 127.0.0.1: %s", strerror(errno));
        callback_close(callback);
        return NULL;
    }
    (void)snprintf(callback->address, sizeof callback->address, "http://127.0.0.1:%u/callback",
                   (unsigned)ntohs(address.sin_port));
    return callback;
}

static void end_connection(struct connection *connection)
{
    if (connection->fd >= 0)
        (void)close(connection->fd);
    buffer_free(&connection->request);
    *connection = (struct connection){.fd = -1, .request = {.is_secret = true}};
}

static void stop_listening(struct callback *callback)
{
    if (callback->listener >= 0)
        (void)close(callback->listener);
    callback->listener = -1;
}

/* Sends a page. It is small enough for the socket to take at once, or the client does without. */
static void send_page(struct connection *connection, const char *status, const char *title,
                      const char *text)
{
    struct buffer page = {0}, answer = {0};

    if (page_write(&page, title, text) &&
        buffer_append_format(&answer,
                             "HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\n"
                             "Content-Length: %zu\r\nCache-Control: no-store\r\n"
                             "Referrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n"
                             "Content-Security-Policy: default-src 'none'; "
                             "style-src 'unsafe-inline'\r\n%sConnection: close\r\n\r\n",
                             status, page.length,
                             strncmp(status, "405", 3) == 0 ? "Allow: GET\r\n" : "") &&
        buffer_append(&answer, page.bytes, page.length) &&
        send(connection->fd, answer.bytes, answer.length, MSG_NOSIGNAL) < 0)
        log_debug("cannot answer the browser: %s", strerror(errno));
    buffer_free(&page);
    buffer_free(&answer);
    /* a connection closed on what the client still sends would be reset, and the page lost */
    (void)shutdown(connection->fd, SHUT_WR);
    connection->answered = true;
    connection->ends_at = timestamp_monotonic() + FAREWELL;
}

/* The path and query of an HTTP request; NULL, having answered, when it is not for us. */
static const char *request_query(struct connection *connection, size_t *length)
{
    static const char method[] = "GET ", path[] = "/callback";
    const char *request = connection->request.bytes;
    const char *line_end = memchr(request, '\n', connection->request.length);
    const char *target = memchr(request, ' ', (size_t)(line_end - request));
    const char *target_end =
        target ? memchr(target + 1, ' ', (size_t)(line_end - target - 1)) : NULL;
    size_t target_length;

    if (!target_end || strncmp(target_end + 1, "HTTP/1.", 7) != 0) {
        send_page(connection, "400 Bad Request", "Not a request",
                  "This page is where a sign-in to Spotify returns to.");
        return NULL;
    }
    target++;
    target_length = (size_t)(target_end - target);
    if (target_length < sizeof path - 1 || memcmp(target, path, sizeof path - 1) != 0 ||
        (target_length > sizeof path - 1 && target[sizeof path - 1] != '?')) {
        send_page(connection, "404 Not Found", "Nothing here",
                  "This page is where a sign-in to Spotify returns to.");
        return NULL;
    }
    if (strncmp(request, method, sizeof method - 1) != 0) {
        send_page(connection, "405 Method Not Allowed", "Not this way",
                  "The answer to a sign-in comes with GET.");
        return NULL;
    }
    *length = target_length > sizeof path - 1 ? target_length - sizeof path : 0;
    return *length ? target + sizeof path : "";
}

static bool request_is_whole(const struct buffer *request)
{
    return memmem(request->bytes, request->length, "\r\n\r\n", 4) ||
           memmem(request->bytes, request->length, "\n\n", 2);
}

/* Reads what a client sent. True when its request is whole. */
static bool read_request(struct connection *connection)
{
    char bytes[4096];
    ssize_t got = recv(connection->fd, bytes, sizeof bytes, 0);

    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return false;
    if (got <= 0) {
        end_connection(connection);
        return false;
    }
    if (connection->answered)
        return false;
    if (!buffer_append(&connection->request, bytes, (size_t)got) ||
        (connection->request.length > LONGEST_REQUEST && !request_is_whole(&connection->request))) {
        send_page(connection, "431 Request Header Fields Too Large", "Too much",
                  "The request is too large.");
        return false;
    }
    explicit_bzero(bytes, sizeof bytes);
    return request_is_whole(&connection->request);
}

/* Takes a new client in; if all places are taken, the oldest goes. */
static void accept_client(struct callback *callback)
{
    int fd = accept(callback->listener, NULL, NULL);
    struct connection *place = &callback->connections[0];

    if (fd < 0)
        return;
    for (int i = 0; i < CONNECTIONS && place->fd >= 0; i++)
        if (callback->connections[i].fd < 0 || callback->connections[i].ends_at < place->ends_at)
            place = &callback->connections[i];
    end_connection(place);
    place->fd = fd;
    place->ends_at = timestamp_monotonic() + PATIENCE;
    if (!set_flags(fd))
        end_connection(place);
}

static void end_slow_ones(struct callback *callback, int64_t now)
{
    for (int i = 0; i < CONNECTIONS; i++) {
        struct connection *connection = &callback->connections[i];

        if (connection->fd < 0 || connection->ends_at > now)
            continue;
        if (connection->answered)
            end_connection(connection);
        else
            send_page(connection, "408 Request Timeout", "Too slow", "The request did not come.");
    }
}

/* Whether a typed line is the address that the browser was sent to, and what follows its '?'. */
static const char *line_query(const struct callback *callback, const char *line, size_t *length)
{
    /* browsers like to hide the scheme */
    const char *address = callback->address + sizeof "http://" - 1;
    size_t address_length = strlen(address);
    const char *end = line + *length;

    while (end > line && strchr(" \t\r", end[-1]))
        end--;
    while (line < end && strchr(" \t", *line))
        line++;
    if (end - line > 7 && memcmp(line, "http://", 7) == 0)
        line += 7;
    if ((size_t)(end - line) <= address_length || memcmp(line, address, address_length) != 0 ||
        line[address_length] != '?')
        return NULL;
    line += address_length + 1;
    *length = (size_t)(end - line);
    return line;
}

/*
 * Reads from the terminal. *ended is set when a line was the answer, and *taken says whether it
 * was a good one. False at the end of input.
 */
static bool read_input(struct callback *callback, int fd, const char *state, struct buffer *code,
                       bool *ended, bool *taken, struct error *error)
{
    struct buffer *line = &callback->line;
    char *newline;
    ssize_t got;

    if (!buffer_reserve(line, 4096))
        return false;
    got = read(fd, line->bytes + line->length, 4096);
    if (got < 0)
        return errno == EINTR || errno == EAGAIN;
    if (got == 0 && line->length == 0)
        return false;
    if (got == 0)
        line->bytes[line->length++] = '\n';
    line->length += (size_t)got;
    while (!*ended && (newline = memchr(line->bytes, '\n', line->length))) {
        size_t size = (size_t)(newline - line->bytes), length = size;
        const char *query = line_query(callback, line->bytes, &length);

        if (query) {
            *ended = true;
            *taken = redirect_read(query, length, state, code, error);
        } else if (strspn(line->bytes, " \t\r") < size) {
            log_warning("that is not the address; it starts with %s?", callback->address);
        }
        buffer_drop(line, size + 1);
    }
    if (line->length > LONGEST_LINE)
        line->length = 0;
    return got > 0;
}

/* Looks after all connections that can be read. True when one brought the answer. */
static bool serve(struct callback *callback, const struct pollfd *polled, const char *state,
                  struct buffer *code, bool *taken, struct error *error)
{
    for (int i = 0; i < CONNECTIONS; i++) {
        struct connection *connection = &callback->connections[i];
        const char *query;
        size_t length;

        if (!polled[i].revents || connection->fd < 0 || !read_request(connection))
            continue;
        query = request_query(connection, &length);
        if (!query)
            continue;
        *taken = redirect_read(query, length, state, code, error);
        callback->answering = i;
        return true;
    }
    return false;
}

bool callback_wait(struct callback *callback, const char *state, int input_fd, int64_t give_up_at,
                   struct buffer *code, struct error *error)
{
    struct pollfd polled[CONNECTIONS + 2];
    bool ended = false, taken = false;

    while (!ended) {
        int64_t now = timestamp_monotonic();
        int64_t wake = give_up_at;

        if (now >= give_up_at)
            break;
        end_slow_ones(callback, now);
        for (int i = 0; i < CONNECTIONS; i++) {
            const struct connection *connection = &callback->connections[i];
            polled[i] = (struct pollfd){.fd = connection->fd, .events = POLLIN};
            if (connection->fd >= 0 && connection->ends_at < wake)
                wake = connection->ends_at;
        }
        polled[CONNECTIONS] = (struct pollfd){.fd = callback->listener, .events = POLLIN};
        polled[CONNECTIONS + 1] = (struct pollfd){.fd = input_fd, .events = POLLIN};
        if (poll(polled, CONNECTIONS + 2, (int)((wake - now + 999) / 1000)) < 0) {
            if (errno == EINTR)
                continue;
            stop_listening(callback);
            return error_set(error, EX_OSERR, "cannot wait: %s", strerror(errno));
        }
        ended = serve(callback, polled, state, code, &taken, error);
        if (!ended && polled[CONNECTIONS + 1].revents &&
            !read_input(callback, input_fd, state, code, &ended, &taken, error))
            input_fd = -1;
        if (!ended && polled[CONNECTIONS].revents)
            accept_client(callback);
    }
    stop_listening(callback);
    if (!ended)
        return error_set(error, EX_NOPERM,
                         "nobody signed in in time: nothing was stored; start again");
    return taken;
}

/* Gives the browser a moment to read its page. */
static void see_off(struct connection *connection)
{
    while (connection->fd >= 0) {
        struct pollfd polled = {.fd = connection->fd, .events = POLLIN};
        int64_t left = connection->ends_at - timestamp_monotonic();

        if (left <= 0 || poll(&polled, 1, (int)((left + 999) / 1000)) <= 0)
            end_connection(connection);
        else
            (void)read_request(connection);
    }
}

void callback_finish(struct callback *callback, const char *failure)
{
    struct connection *connection;
    char sentence[600];

    if (callback->answering < 0)
        return;
    if (failure)
        (void)snprintf(sentence, sizeof sentence,
                       "%c%s. You can close this window and continue in the terminal.",
                       toupper((unsigned char)failure[0]), failure[0] ? failure + 1 : "");
    connection = &callback->connections[callback->answering];
    callback->answering = -1;
    if (failure)
        send_page(connection, "400 Bad Request", "Not signed in", sentence);
    else
        send_page(connection, "200 OK", "You are signed in",
                  "You can close this window and continue in the terminal.");
    see_off(connection);
}

void callback_close(struct callback *callback)
{
    if (!callback)
        return;
    stop_listening(callback);
    for (int i = 0; i < CONNECTIONS; i++)
        end_connection(&callback->connections[i]);
    buffer_free(&callback->line);
    free(callback);
}
