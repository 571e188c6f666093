#include "stage.h"
#include "base/output.h"
#include "descriptors.h"

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* A line that is longer is shown in pieces. What is printed at once of all stages fits into a pipe,
 * so that a driver that waits for a coprocess is not waited for here. */
enum { LONGEST_LINE = 4096, MOST_AT_ONCE = 4096, MOST_KEPT = 16 * 1024 };

struct stage {
    char *program;
    pid_t pid;
    int status;
    int messages; /* where its standard error is read; -1 when it is closed */
    struct buffer read;
};

static bool print_said(const struct stage *stage, const char *text, size_t length,
                       struct error *error)
{
    struct buffer event = {0};
    bool done = buffer_append_format(&event, "said %s ", stage->program) &&
                        buffer_append(&event, text, length)
                    ? output_line(event.bytes, event.length, error)
                    : error_no_memory(error);

    buffer_free(&event);
    return done;
}

/* posix_spawn(3) with what a stage has: its descriptors, its signals. Returns 0 or an errno. */
static int spawn(struct stage *stage, char *const *words, int in, int out, int messages,
                 const sigset_t *blocked)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t defaults;
    int failed = posix_spawn_file_actions_init(&actions);

    if (failed)
        return failed;
    failed = posix_spawnattr_init(&attributes);
    if (failed)
        goto out;
    (void)sigemptyset(&defaults);
    (void)sigaddset(&defaults, SIGPIPE);
    if ((failed = posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO)) == 0 &&
        (failed = posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO)) == 0 &&
        (failed = posix_spawn_file_actions_adddup2(&actions, messages, STDERR_FILENO)) == 0 &&
        (failed = posix_spawnattr_setsigmask(&attributes, blocked)) == 0 &&
        (failed = posix_spawnattr_setsigdefault(&attributes, &defaults)) == 0 &&
        (failed = posix_spawnattr_setflags(&attributes,
                                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)) == 0)
        failed = posix_spawnp(&stage->pid, words[0], &actions, &attributes, words, environ);
    (void)posix_spawnattr_destroy(&attributes);
out:
    (void)posix_spawn_file_actions_destroy(&actions);
    return failed;
}

struct stage *stage_start(char *const *words, int in, int out, const sigset_t *blocked,
                          struct error *error)
{
    struct stage *stage = calloc(1, sizeof *stage);
    const char *slash = strrchr(words[0], '/');
    char text[256];
    int messages = -1, failed;

    if (stage)
        stage->messages = -1;
    if (!stage || !(stage->program = strdup(slash ? slash + 1 : words[0]))) {
        (void)error_no_memory(error);
        goto failed;
    }
    if (!descriptors_pipe_to_poll(&stage->messages, &messages, error))
        goto failed;
    failed = spawn(stage, words, in, out, messages, blocked);
    (void)close(messages);
    if (failed == 0)
        return stage;
    stage->pid = 0;
    stage->status = EX_OSERR;
    (void)snprintf(text, sizeof text, "%s: cannot be started: %s", stage->program,
                   strerror(failed));
    if (print_said(stage, text, strlen(text), error))
        return stage;
failed:
    stage_free(stage);
    return NULL;
}

const char *stage_program(const struct stage *stage)
{
    return stage->program;
}

pid_t stage_pid(const struct stage *stage)
{
    return stage->pid;
}

int stage_status(const struct stage *stage)
{
    return stage->status;
}

void stage_watch(const struct stage *stage, struct pollfd *polled, nfds_t *count)
{
    if (stage->messages >= 0)
        polled[(*count)++] = (struct pollfd){.fd = stage->messages, .events = POLLIN};
}

/* Reads what it has written, up to about `most` bytes. */
static bool read_messages(struct stage *stage, size_t most, struct error *error)
{
    bool more = true;

    while (more && stage->messages >= 0 && stage->read.length < most)
        if (!descriptors_read(&stage->messages, &stage->read, &more, error))
            return false;
    /* A process that it left behind may still hold the other end; nobody waits for that. */
    if (!more && stage->pid == 0)
        descriptors_close(&stage->messages);
    return true;
}

bool stage_listen(struct stage *stage, struct error *error)
{
    struct buffer *read = &stage->read;
    size_t start = 0;

    if (!read_messages(stage, MOST_AT_ONCE, error))
        return false;
    while (start < read->length) {
        size_t left = read->length - start;
        char *end = memchr(read->bytes + start, '\n', left);
        size_t length = end ? (size_t)(end - read->bytes) - start : left;
        bool is_whole = end || stage->messages < 0 || left >= LONGEST_LINE;
        if (!is_whole)
            break;
        if (length > LONGEST_LINE) {
            length = LONGEST_LINE;
            end = NULL;
        }
        if (!print_said(stage, read->bytes + start, length, error))
            return false;
        start += length + (end != NULL);
    }
    buffer_drop(read, start);
    return true;
}

bool stage_overhear(struct stage *stage, struct error *error)
{
    struct buffer *read = &stage->read;

    do {
        if (read->length > MOST_KEPT) {
            size_t surplus = read->length - MOST_KEPT;
            char *end = memchr(read->bytes + surplus, '\n', read->length - surplus);
            buffer_drop(read, end ? (size_t)(end - read->bytes) + 1 : surplus);
        }
        if (!read_messages(stage, 2 * MOST_KEPT, error))
            return false;
    } while (read->length > MOST_KEPT);
    return true;
}

void stage_ended(struct stage *stage, int wait_status)
{
    stage->pid = 0;
    stage->status =
        WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

bool stage_is_over(const struct stage *stage)
{
    return stage->pid == 0 && stage->messages < 0 && stage->read.length == 0;
}

void stage_free(struct stage *stage)
{
    if (!stage)
        return;
    descriptors_close(&stage->messages);
    buffer_free(&stage->read);
    free(stage->program);
    free(stage);
}
