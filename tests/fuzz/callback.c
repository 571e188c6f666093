/* A fuzzer of the place where a sign-in comes back to, for libFuzzer: whatever clients send and the
 * user types, and in whichever order, the wait ends and has a code or a reason. The input is what
 * they do, a step at a time. */
#include "../../cmd/sign-in/callback.h"
#include "base/log.h"
#include "base/timestamp.h"
#include "support/check.h"
#include "support/clock.h"
#include "support/script.h"
#include "support/sockets.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CLIENTS = 24, PATIENCE_S = 300 };

static struct {
    struct script script;
    int clients[CLIENTS]; /* negative: none */
    size_t last;          /* the client that came last */
    int terminal;         /* where the user types; negative: not any more */
} play;

static void hang_up(size_t client)
{
    if (play.clients[client] >= 0)
        CHECK(close(play.clients[client]) == 0);
    play.clients[client] = -1;
}

static void call(void)
{
    play.last = (play.last + 1) % CLIENTS;
    hang_up(play.last);
    play.clients[play.last] = sockets_connect();
}

static void say(const char *text, size_t length)
{
    if (play.clients[play.last] >= 0 && length > 0 &&
        send(play.clients[play.last], text, length, MSG_NOSIGNAL) < 0)
        CHECK(errno == EPIPE || errno == ECONNRESET || errno == EAGAIN);
}

static void type(const char *text, size_t length)
{
    if (play.terminal >= 0 && length > 0 && write(play.terminal, text, length) < 0)
        CHECK(errno == EAGAIN);
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

static void begin(const uint8_t *data, size_t size, int terminal)
{
    play.script = (struct script){(const char *)data, size};
    play.last = 0;
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
    CHECK(callback && strcmp(callback_address(callback), "http://127.0.0.1:40000/callback") == 0);
    CHECK(pipe2(input, O_NONBLOCK | O_CLOEXEC) == 0);
    begin(data, size, input[1]);
    signed_in = callback_wait(callback, "STATE", input[0],
                              timestamp_monotonic() + PATIENCE_S * TIMESTAMP_SECOND, &code, &error);
    clock_start(NULL);
    if (signed_in)
        CHECK(code.length > 0 && strlen(code.bytes) == code.length);
    else
        CHECK((error.status == EX_NOPERM || error.status == EX_PROTOCOL) && *error.text);
    callback_finish(callback, signed_in ? NULL : error.text);
    callback_close(callback);
    end();
    CHECK(close(input[0]) == 0);
    buffer_free(&code);
    return 0;
}
