/* A fuzzer of the place where a sign-in comes back to, for libFuzzer: whatever clients send and the
 * user types, and in whichever order, the wait ends and has a code or a reason. */
#include "../../cmd/sign-in/callback.h"
#include "log.h"
#include "support/check.h"
#include "support/clock.h"
#include "support/script.h"
#include "timestamp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CLIENTS = 24, PATIENCE_S = 300 };

static struct {
    struct script script;
    char port[8];
    int clients[CLIENTS]; /* negative: none */
    size_t last;          /* the client that came last */
    int terminal;         /* where the user types; negative: not any more */
} play;

/* Closes at once, so that no port stays behind in TIME_WAIT. */
static void hang_up(size_t client)
{
    struct linger at_once = {.l_onoff = 1};

    if (play.clients[client] < 0)
        return;
    CHECK(setsockopt(play.clients[client], SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once) == 0);
    CHECK(close(play.clients[client]) == 0);
    play.clients[client] = -1;
}

/* The listener may have stopped; then there is nobody to talk to. */
static void call(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    play.last = (play.last + 1) % CLIENTS;
    hang_up(play.last);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((uint16_t)strtol(play.port, NULL, 10));
    CHECK(fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0);
    CHECK(fcntl(fd, F_SETFL, O_NONBLOCK) == 0);
    play.clients[play.last] = fd;
}

static void say(const char *text, size_t length)
{
    if (play.clients[play.last] >= 0 && length > 0 &&
        send(play.clients[play.last], text, length, MSG_NOSIGNAL) < 0)
        CHECK(errno == EPIPE || errno == ECONNRESET || errno == EAGAIN);
}

/* Types a text in which PORT stands for the port. */
static void type(const char *text, size_t length)
{
    while (play.terminal >= 0 && length > 0) {
        const char *port = memmem(text, length, "PORT", 4);
        size_t ahead = port ? (size_t)(port - text) : length;

        if ((ahead && write(play.terminal, text, ahead) < 0) ||
            (port && write(play.terminal, play.port, strlen(play.port)) < 0))
            CHECK(errno == EAGAIN);
        text += port ? ahead + 4 : ahead;
        length -= port ? ahead + 4 : ahead;
    }
}

static bool act(void)
{
    const char *step;
    size_t length;

    if (!script_next(&play.script, &step, &length))
        return false;
    if (length == 0)
        return true;
    switch (*step) {
    case 'c': /* a client comes, and says */
        call();
        say(step + 1, length - 1);
        break;
    case 's': /* it says more */
        say(step + 1, length - 1);
        break;
    case 'x': /* it goes, and the one before it is the last one again */
        hang_up(play.last);
        play.last = (play.last + CLIENTS - 1) % CLIENTS;
        break;
    case 't': /* the user types */
        type(step + 1, length - 1);
        break;
    case 'e': /* the terminal ends */
        if (play.terminal >= 0)
            CHECK(close(play.terminal) == 0);
        play.terminal = -1;
        break;
    case 'w': /* time passes */
        clock_advance((int64_t)length * TIMESTAMP_SECOND);
        break;
    default:
        break;
    }
    return true;
}

static void begin(const struct callback *callback, const uint8_t *data, size_t size, int terminal)
{
    const char *port = callback_address(callback) + strlen("http://127.0.0.1:");
    size_t digits = strspn(port, "0123456789");

    CHECK(digits < sizeof play.port);
    memcpy(play.port, port, digits);
    play.port[digits] = '\0';
    play.script = (struct script){(const char *)data, size};
    play.terminal = terminal;
    for (size_t i = 0; i < CLIENTS; i++)
        play.clients[i] = -1;
}

static void end(void)
{
    for (size_t i = 0; i < CLIENTS; i++)
        hang_up(i);
    if (play.terminal >= 0)
        CHECK(close(play.terminal) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer code = {0};
    struct callback *callback;
    struct error error;
    int input[2];
    bool signed_in;

    log_open("sign-in", LOG_LEVEL_ERROR);
    clock_start(act);
    callback = callback_open(&error);
    CHECK(callback && pipe2(input, O_NONBLOCK | O_CLOEXEC) == 0);
    begin(callback, data, size, input[1]);
    signed_in = callback_wait(callback, "STATE", input[0],
                              timestamp_monotonic() + PATIENCE_S * TIMESTAMP_SECOND, &code, &error);
    clock_start(NULL);
    if (signed_in)
        CHECK(code.length > 0 && strlen(code.bytes) == code.length);
    else
        CHECK((error.status == EX_NOPERM || error.status == EX_PROTOCOL) && *error.text);
    callback_finish(callback, signed_in, signed_in ? "Done." : error.text);
    callback_close(callback);
    end();
    CHECK(close(input[0]) == 0);
    buffer_free(&code);
    return 0;
}
