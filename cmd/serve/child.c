#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_OUTPUT = 64 << 10 };

extern char **environ;

bool child_path(const char *below, struct buffer *path, struct error *error)
{
    char own[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", own, sizeof own);
    const char *slash;

    if (length <= 0 || length == sizeof own || !(slash = memrchr(own, '/', (size_t)length)))
        return error_set(error, EX_OSERR, "cannot find the folder of this program");
    return (buffer_append(path, own, (size_t)(slash - own) + 1) &&
            buffer_append_string(path, below) && buffer_string(path)) ||
           error_no_memory(error);
}

static int set_attributes(posix_spawnattr_t *attributes)
{
    sigset_t defaults, none;

    (void)sigemptyset(&none);
    (void)sigemptyset(&defaults);
    for (const int *number = (const int[]){SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD, 0};
         *number; number++)
        (void)sigaddset(&defaults, *number);
    if (posix_spawnattr_setsigdefault(attributes, &defaults) != 0 ||
        posix_spawnattr_setsigmask(attributes, &none) != 0)
        return EINVAL;
    return posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK |
                                                    POSIX_SPAWN_SETSID);
}

pid_t child_start(char *const arguments[], int output, struct error *error)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    pid_t process = -1;
    int failure = posix_spawn_file_actions_init(&actions);

    if (failure == 0) {
        failure = posix_spawnattr_init(&attributes);
        if (failure == 0) {
            if ((failure = set_attributes(&attributes)) == 0 &&
                (failure = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null",
                                                            O_RDONLY, 0)) == 0 &&
                (failure = posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)) ==
                    0 &&
                (failure = posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)) == 0)
                failure =
                    posix_spawn(&process, arguments[0], &actions, &attributes, arguments, environ);
            (void)posix_spawnattr_destroy(&attributes);
        }
        (void)posix_spawn_file_actions_destroy(&actions);
    }
    if (failure == 0)
        return process;
    (void)error_set(error, EX_OSERR, "cannot run '%.200s': %s", arguments[0], strerror(failure));
    return -1;
}

int child_run(char *const arguments[], struct buffer *output, struct error *error)
{
    int ends[2], status = 0;
    pid_t process;
    ssize_t got;

    if (pipe2(ends, O_CLOEXEC) != 0) {
        (void)error_set(error, EX_OSERR, "cannot make a pipe: %s", strerror(errno));
        return -1;
    }
    process = child_start(arguments, ends[1], error);
    (void)close(ends[1]);
    while (process > 0 && output->length < MOST_OUTPUT && buffer_reserve(output, 4096)) {
        got = read(ends[0], output->bytes + output->length, 4096);
        if (got == 0 || (got < 0 && errno != EINTR))
            break;
        output->length += got > 0 ? (size_t)got : 0;
    }
    (void)close(ends[0]);
    if (process < 0)
        return -1;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR)
        ;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
