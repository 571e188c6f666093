#include "base/log.h"
#include "base/options.h"
#include "base/output.h"
#include "base/timestamp.h"
#include "commands.h"
#include "descriptors.h"
#include "input_file.h"
#include "pipelines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { FILES = 4 };

/* Between two states of a pipeline, and between two looks whether the driver has read the events
 * before: microseconds. */
enum { STATE_PAUSE = 500 * 1000, LOOK_PAUSE = 20 * 1000 };

static volatile sig_atomic_t asked_to_end;

static void ask_to_end(int signal)
{
    (void)signal;
    asked_to_end = 1;
}

static void interrupt(int signal)
{
    (void)signal;
}

/* Catches a signal, outside ppoll(2) only there, unless it was ignored when the program started. */
static void catch_signal(int signal, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler}, before;
    sigset_t caught;

    (void)sigemptyset(&caught);
    (void)sigaddset(&caught, signal);
    (void)sigprocmask(SIG_BLOCK, &caught, NULL);
    if (sigaction(signal, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        (void)sigaction(signal, &action, NULL);
}

static void catch_signals(void)
{
    static const int ends[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        catch_signal(ends[i], ask_to_end);
    (void)signal(SIGCHLD, SIG_DFL);
    catch_signal(SIGCHLD, interrupt);
    catch_signal(SIGPIPE, interrupt);
}

struct runner {
    struct pipelines *pipelines;
    struct commands *commands;
    int commands_fd, writer; /* the ends of the pipe that commands come from */
    struct pollfd *polled;
    int64_t tick_span, next_tick;
    bool ending;
};

/* Prints where commands are taken, and the files that pass rows on. */
static bool print_ready(struct runner *runner, struct error *error)
{
    char event[640];
    int length, file;

    if (!descriptors_pipe_to_poll(&runner->commands_fd, &runner->writer, error))
        return false;
    runner->commands = commands_open(runner->commands_fd, error);
    if (!runner->commands)
        return false;
    length = snprintf(event, sizeof event, "ready /proc/%ld/fd/%d", (long)getpid(), runner->writer);
    for (int i = 0; i < FILES; i++) {
        file = input_file_new(error);
        if (file < 0)
            return false;
        length += snprintf(event + length, sizeof event - (size_t)length, " /proc/%ld/fd/%d",
                           (long)getpid(), file);
    }
    return output_line(event, (size_t)length, error) && output_flush(error);
}

static void start_ending(struct runner *runner)
{
    runner->ending = true;
    pipelines_signal(runner->pipelines, SIGTERM);
    pipelines_hang_up(runner->pipelines);
}

static bool obey(struct runner *runner, char **words, size_t count, struct error *error)
{
    if (strcmp(words[0], "run") == 0 && count > 4)
        return pipelines_run(runner->pipelines, words[1], words[2], words[3], words + 4, error);
    if (strcmp(words[0], "coprocess") == 0 && count > 2)
        return pipelines_coprocess(runner->pipelines, words[1], words + 2, error);
    if (strcmp(words[0], "setenv") == 0 && count == 3)
        return setenv(words[1], words[2], 1) == 0 || error_no_memory(error);
    /* The driver is to look at once, and not at the next tick. */
    runner->next_tick = 0;
    if (strcmp(words[0], "terminate") == 0)
        pipelines_signal(runner->pipelines, SIGTERM);
    else if (strcmp(words[0], "kill") == 0)
        pipelines_signal(runner->pipelines, SIGKILL);
    else if (strcmp(words[0], "quit") == 0)
        start_ending(runner);
    else
        return error_set(error, EX_DATAERR, "'%.40s' is no command of %zu words", words[0], count);
    return true;
}

static bool obey_all(struct runner *runner, struct error *error)
{
    char **words;
    size_t count;

    if (!commands_read(runner->commands, error))
        return false;
    do
        if (!commands_next(runner->commands, &words, &count, error) ||
            (words && !obey(runner, words, count, error)))
            return false;
    while (words);
    return true;
}

/* Waits until there is something to do. False when nobody reads the events any more, or with an
 * *error. */
static bool wait_for_more(struct runner *runner, bool idle, struct error *error)
{
    size_t most = 2 + pipelines_descriptors(runner->pipelines);
    struct pollfd *polled = realloc(runner->polled, most * sizeof *polled);
    int64_t wake, left, now = timestamp_monotonic();
    struct timespec timeout;
    sigset_t none;
    nfds_t count = 2;

    if (!polled)
        return error_no_memory(error);
    runner->polled = polled;
    polled[0] = (struct pollfd){.fd = STDOUT_FILENO};
    polled[1] = (struct pollfd){.fd = runner->commands_fd, .events = POLLIN};
    count += pipelines_watch(runner->pipelines, idle, polled + 2, &wake);
    if (runner->next_tick < wake)
        wake = runner->next_tick;
    left = wake > now ? wake - now : 0;
    if (!idle) /* much is done only then */
        left = LOOK_PAUSE;
    timeout = (struct timespec){.tv_sec = left / TIMESTAMP_SECOND,
                                .tv_nsec = left % TIMESTAMP_SECOND * 1000};
    (void)sigemptyset(&none);
    if (ppoll(polled, count, &timeout, &none) < 0 && errno != EINTR)
        return error_set(error, EX_OSERR, "cannot wait: %s", strerror(errno));
    return runner->ending || !(polled[0].revents & (POLLERR | POLLHUP));
}

/* Whether nobody reads the events any more. */
static bool is_driver_gone(void)
{
    struct pollfd events = {.fd = STDOUT_FILENO};

    return poll(&events, 1, 0) == 1 && (events.revents & (POLLERR | POLLHUP));
}

/* Whether the driver has read all events. */
static bool is_idle(void)
{
    int unread = 0;

    return ioctl(STDOUT_FILENO, FIONREAD, &unread) != 0 || unread == 0;
}

static bool print_tick(struct runner *runner, bool idle, struct error *error)
{
    int64_t now = timestamp_monotonic();

    if (!idle || now < runner->next_tick)
        return true;
    runner->next_tick = runner->tick_span ? now + runner->tick_span : INT64_MAX;
    return output_line("tick", 4, error) && output_flush(error);
}

/* Runs until the driver says that it ends, and all stages have ended. */
static bool run_until_told(struct runner *runner, struct error *error)
{
    while (!runner->ending || !pipelines_none(runner->pipelines)) {
        bool idle = is_idle();
        if (asked_to_end) {
            asked_to_end = 0;
            pipelines_signal(runner->pipelines, SIGTERM);
        }
        if (!wait_for_more(runner, idle, error) || !obey_all(runner, error) ||
            !pipelines_take(runner->pipelines, idle, error) ||
            (!runner->ending && !print_tick(runner, idle, error)))
            return false;
    }
    return true;
}

/* Ends the stages, for nobody reads the events or there was an error, and waits for them. */
static void abandon(struct runner *runner)
{
    struct error error;
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

    if (nowhere >= 0)
        (void)dup2(nowhere, STDOUT_FILENO);
    start_ending(runner);
    (void)run_until_told(runner, &error);
}

int main(int argc, char **argv)
{
    static long tick_span = TIMESTAMP_SECOND;
    static const struct option_entry options[] = {
        {.name = "tick",
         .argument = "SECONDS",
         .help = "time between two ticks; 0: none (1)",
         .kind = OPTION_SPAN,
         .target = &tick_span,
         .least = 0,
         .most = 3600},
        {0},
    };
    static const struct program program = {
        .name = "run-pipelines",
        .synopsis = "[--tick SECONDS]",
        .description = "Starts pipelines for spotify-sync, which sends it commands, and prints\n"
                       "what becomes of them.",
        .options = options,
    };
    struct runner runner = {.commands_fd = -1, .writer = -1};
    struct error error = {0};

    (void)options_parse(&program, argc, argv);
    catch_signals();
    runner.tick_span = tick_span;
    runner.next_tick = tick_span ? timestamp_monotonic() + tick_span : INT64_MAX;
    runner.pipelines = pipelines_new(STATE_PAUSE, &error);
    if (runner.pipelines && !(print_ready(&runner, &error) && run_until_told(&runner, &error))) {
        if (is_driver_gone())
            error.status = EX_OK;
        else
            log_error("%s", error.text);
        abandon(&runner);
    }
    pipelines_free(runner.pipelines);
    commands_close(runner.commands);
    descriptors_close(&runner.commands_fd);
    descriptors_close(&runner.writer);
    free(runner.polled);
    return error.status;
}
