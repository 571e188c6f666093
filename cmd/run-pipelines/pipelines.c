#include "pipelines.h"
#include "base/output.h"
#include "base/timestamp.h"
#include "descriptors.h"
#include "input_file.h"
#include "pipeline.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char own_name[] = "run-pipelines";

struct pipelines {
    struct pipeline *first;
    int64_t pause;
    int stopped_by; /* the last signal that all were sent, or 0 */
};

struct pipelines *pipelines_new(int64_t pause, struct error *error)
{
    struct pipelines *pipelines = calloc(1, sizeof *pipelines);

    if (pipelines)
        pipelines->pause = pause;
    else
        (void)error_no_memory(error);
    return pipelines;
}

static bool print_end(const char *name, int status, const char *program, struct error *error)
{
    char event[256];
    int length = snprintf(event, sizeof event, "end %.100s %d %.100s", name, status, program);

    return output_line(event, (size_t)length, error);
}

/* A pipeline that cannot be started: says so, and ends it. */
static bool refuse_input(const char *name, const struct error *reason, struct error *error)
{
    char event[640];
    int length =
        snprintf(event, sizeof event, "said %s %s: the input of %.100s is not complete: %s",
                 own_name, own_name, name, reason->text);

    return output_line(event, (size_t)length, error) &&
           print_end(name, reason->status, own_name, error);
}

static struct pipeline *append_pipeline(struct pipelines *pipelines, const char *name, char **words,
                                        struct error *error)
{
    struct pipeline *pipeline = pipeline_new(name, words);

    if (!pipeline) {
        (void)error_no_memory(error);
        return NULL;
    }
    pipeline->next = pipelines->first;
    pipelines->first = pipeline;
    return pipeline;
}

/* Returns the descriptor of what the first stage reads, or -1 with *error. */
static int open_input(const char *input, struct error *error)
{
    bool is_own = strcmp(input, "-") == 0;
    int fd;

    if (*input && !is_own)
        return input_file_open(input, error);
    fd = is_own ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        (void)error_set(error, EX_IOERR, "%s: %s", is_own ? "standard input" : "/dev/null",
                        strerror(errno));
    return fd;
}

bool pipelines_run(struct pipelines *pipelines, const char *name, const char *input,
                   const char *output, char **words, struct error *error)
{
    struct error reason;
    struct pipeline *pipeline;
    sigset_t nothing;
    int in = -1, out = -1;
    bool done = false;

    if (pipelines->stopped_by)
        return print_end(name, 128 + pipelines->stopped_by, own_name, error);
    in = open_input(input, &reason);
    if (in < 0)
        return refuse_input(name, &reason, error);
    pipeline = append_pipeline(pipelines, name, words, error);
    if (!pipeline)
        goto out;
    if (*output && (out = open(output, O_WRONLY | O_TRUNC | O_CLOEXEC)) < 0) {
        (void)error_set(error, EX_OSERR, "cannot open %.200s: %s", output, strerror(errno));
        goto out;
    }
    (void)sigemptyset(&nothing);
    done = (*output || descriptors_pipe_to_poll(&pipeline->states, &out, error)) &&
           pipeline_start(pipeline, words, in, out, &nothing, error);
out:
    descriptors_close(&in);
    descriptors_close(&out);
    return done;
}

bool pipelines_coprocess(struct pipelines *pipelines, const char *name, char **words,
                         struct error *error)
{
    struct pipeline *pipeline = append_pipeline(pipelines, name, words, error);
    int in = -1, out = -1, length;
    sigset_t from_terminal;
    char event[256];
    bool done = false;

    if (!pipeline)
        return false;
    pipeline->is_coprocess = true;
    (void)sigemptyset(&from_terminal);
    (void)sigaddset(&from_terminal, SIGINT);
    (void)sigaddset(&from_terminal, SIGQUIT);
    (void)sigaddset(&from_terminal, SIGHUP);
    (void)sigaddset(&from_terminal, SIGTERM);
    if (!descriptors_pipe(&in, &pipeline->talk, error) ||
        !descriptors_pipe(&pipeline->listen, &out, error) ||
        !pipeline_start(pipeline, words, in, out, &from_terminal, error))
        goto out;
    length = snprintf(event, sizeof event, "coprocess %.100s /proc/%ld/fd/%d /proc/%ld/fd/%d", name,
                      (long)getpid(), pipeline->talk, (long)getpid(), pipeline->listen);
    done = output_line(event, (size_t)length, error);
out:
    descriptors_close(&in);
    descriptors_close(&out);
    return done;
}

void pipelines_signal(struct pipelines *pipelines, int signal)
{
    pipelines->stopped_by = signal;
    for (struct pipeline *pipeline = pipelines->first; pipeline; pipeline = pipeline->next)
        for (size_t i = 0; i < pipeline->count; i++) {
            pid_t pid = stage_pid(pipeline->stages[i]);
            if (pid && !pipeline->is_coprocess)
                (void)kill(pid, signal); /* it is there until it is waited for */
            if (pid)
                (void)kill(pid, SIGCONT);
        }
}

void pipelines_hang_up(struct pipelines *pipelines)
{
    for (struct pipeline *pipeline = pipelines->first; pipeline; pipeline = pipeline->next) {
        descriptors_close(&pipeline->talk);
        descriptors_close(&pipeline->listen);
    }
}

size_t pipelines_descriptors(const struct pipelines *pipelines)
{
    size_t most = 0;

    for (struct pipeline *pipeline = pipelines->first; pipeline; pipeline = pipeline->next)
        most += pipeline->count + 1;
    return most;
}

nfds_t pipelines_watch(const struct pipelines *pipelines, bool idle, struct pollfd *polled,
                       int64_t *wake)
{
    nfds_t count = 0;

    *wake = INT64_MAX;
    for (struct pipeline *pipeline = pipelines->first; pipeline; pipeline = pipeline->next) {
        for (size_t i = 0; (idle || pipeline->is_coprocess) && i < pipeline->count; i++)
            stage_watch(pipeline->stages[i], polled, &count);
        if (pipeline->states >= 0)
            polled[count++] = (struct pollfd){.fd = pipeline->states, .events = POLLIN};
        if (pipeline->newest.length > 0 && pipeline->due < *wake)
            *wake = pipeline->due;
    }
    return count;
}

/* Waits for all processes that have ended. */
static void reap(struct pipelines *pipelines)
{
    int wait_status;
    pid_t pid;

    while ((pid = waitpid(-1, &wait_status, WNOHANG)) > 0)
        for (struct pipeline *pipeline = pipelines->first; pipeline; pipeline = pipeline->next)
            for (size_t i = 0; i < pipeline->count; i++)
                if (stage_pid(pipeline->stages[i]) == pid)
                    stage_ended(pipeline->stages[i], wait_status);
}

/* A coprocess is listened to even if the driver does not read, as it may be what the driver waits
 * for; other stages then wait until they can write. */
static bool listen_to_stages(struct pipeline *pipeline, bool idle, struct error *error)
{
    for (size_t i = 0; i < pipeline->count; i++)
        if ((pipeline->is_coprocess && !stage_overhear(pipeline->stages[i], error)) ||
            (idle && !stage_listen(pipeline->stages[i], error)))
            return false;
    return true;
}

/* Takes what has come of one pipeline. *is_over says whether its end was printed. */
static bool take_events(const struct pipelines *pipelines, struct pipeline *pipeline, bool idle,
                        bool *is_over, struct error *error)
{
    int64_t now = timestamp_monotonic();
    const struct stage *culprit;

    if (!listen_to_stages(pipeline, idle, error) || !pipeline_read(pipeline, error))
        return false;
    *is_over = pipeline_is_over(pipeline);
    if (*is_over || (idle && pipeline->newest.length > 0 && now >= pipeline->due)) {
        pipeline->due = now + pipelines->pause;
        if (!pipeline_print_state(pipeline, error))
            return false;
    }
    if (!*is_over)
        return true;
    culprit = pipeline_culprit(pipeline);
    return print_end(pipeline->name, culprit ? stage_status(culprit) : EX_OK,
                     culprit ? stage_program(culprit) : "-", error);
}

bool pipelines_take(struct pipelines *pipelines, bool idle, struct error *error)
{
    struct pipeline **link = &pipelines->first;
    bool is_over;

    reap(pipelines);
    while (*link) {
        struct pipeline *pipeline = *link;
        if (!take_events(pipelines, pipeline, idle, &is_over, error))
            return false;
        if (is_over) {
            *link = pipeline->next;
            pipeline_free(pipeline);
        } else {
            link = &pipeline->next;
        }
    }
    return output_flush(error);
}

bool pipelines_none(const struct pipelines *pipelines)
{
    return !pipelines->first;
}

void pipelines_free(struct pipelines *pipelines)
{
    if (!pipelines)
        return;
    while (pipelines->first) {
        struct pipeline *pipeline = pipelines->first;
        pipelines->first = pipeline->next;
        pipeline_free(pipeline);
    }
    free(pipelines);
}
