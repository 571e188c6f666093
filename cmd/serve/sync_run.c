#include "sync_run.h"
#include "child.h"
#include "json/json_string.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LAST_WORDS = 2000 };

struct sync_run {
    char *database;
    char *lock;
    char *driver;
    pthread_mutex_t mutex;
    pid_t sync;   /* 0: none */
    pid_t cancel; /* of a sync that was started elsewhere; 0: none */
    bool was_started;
    bool was_cancelled;
    int status; /* of the last sync that has ended */
    char words[LAST_WORDS + 1];
    FILE *said; /* what the sync says, in a file without a name */
};

/* In a checkout, also of a build for sanitizers, and installed. */
static char *find_driver(const char *given, struct error *error)
{
    static const char *const places[] = {"../scripts/spotify-sync", "../../scripts/spotify-sync",
                                         "../../bin/spotify-sync"};
    struct buffer path = {0};

    if (given && access(given, X_OK) == 0 && buffer_append_string(&path, given) &&
        buffer_string(&path))
        return path.bytes;
    for (size_t i = 0; !given && i < sizeof places / sizeof *places; i++) {
        path.length = 0;
        if (!child_path(places[i], &path, error))
            break;
        if (access(path.bytes, X_OK) == 0)
            return path.bytes;
    }
    buffer_free(&path);
    (void)error_set(error, EX_CONFIG,
                    given ? "cannot run '%.200s': give the file of spotify-sync with --driver"
                          : "cannot find spotify-sync: give its file with --driver",
                    given);
    return NULL;
}

struct sync_run *sync_run_open(const char *database, const char *driver, struct error *error)
{
    struct sync_run *run = calloc(1, sizeof *run);

    if (!run || pthread_mutex_init(&run->mutex, NULL) != 0) {
        free(run);
        (void)error_no_memory(error);
        return NULL;
    }
    run->driver = find_driver(driver, error);
    if (!run->driver)
        goto failed;
    run->database = strdup(database);
    if (run->database && asprintf(&run->lock, "%s.lock", database) > 0)
        return run;
    run->lock = NULL;
    (void)error_no_memory(error);
failed:
    sync_run_close(run);
    return NULL;
}

bool sync_run_is_running(struct sync_run *run, struct error *error)
{
    bool is_running;
    int fd;

    *error = (struct error){0};
    (void)pthread_mutex_lock(&run->mutex);
    is_running = run->sync > 0; /* it may not have the lock yet */
    (void)pthread_mutex_unlock(&run->mutex);
    if (is_running)
        return true;
    fd = open(run->lock, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return errno != ENOENT &&
               error_set(error, EX_IOERR, "cannot open '%.200s': %s", run->lock, strerror(errno));
    is_running = flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    (void)close(fd);
    return is_running;
}

bool sync_run_start(struct sync_run *run, bool full, bool wait, struct error *error)
{
    char *arguments[8] = {run->driver, (char *)(size_t) "--quiet", (char *)(size_t) "--db",
                          run->database, (char *)(size_t) "sync"};
    size_t count = 5;
    struct error unknown;
    pid_t process;

    if (sync_run_is_running(run, &unknown))
        return error_set(error, EXIT_LIMITED, "a sync is already running");
    if (full)
        arguments[count++] = (char *)(size_t) "--full";
    if (wait)
        arguments[count++] = (char *)(size_t) "--wait";
    if (run->said)
        (void)fclose(run->said);
    run->said = tmpfile();
    if (!run->said || fcntl(fileno(run->said), F_SETFD, FD_CLOEXEC) != 0)
        return error_set(error, EX_OSERR, "cannot make a temporary file: %s", strerror(errno));
    (void)pthread_mutex_lock(&run->mutex);
    process = child_start(arguments, fileno(run->said), error);
    if (process > 0) {
        run->sync = process;
        run->was_started = true;
        run->was_cancelled = false;
    }
    (void)pthread_mutex_unlock(&run->mutex);
    return process > 0;
}

/* Has the sync that was started here end, if there is one: it may not have the lock yet by which
 * another process finds it. Only once, since a second signal kills its stages. */
static bool cancel_own(struct sync_run *run)
{
    bool is_own;

    (void)pthread_mutex_lock(&run->mutex);
    is_own = run->sync > 0;
    if (is_own && !run->was_cancelled)
        run->was_cancelled = kill(run->sync, SIGTERM) == 0;
    (void)pthread_mutex_unlock(&run->mutex);
    return is_own;
}

bool sync_run_cancel(struct sync_run *run, struct error *error)
{
    char *arguments[] = {run->driver,   (char *)(size_t) "--quiet", (char *)(size_t) "--db",
                         run->database, (char *)(size_t) "cancel",  NULL};
    struct error unknown;
    int nowhere;
    pid_t process = -1;

    if (cancel_own(run))
        return true;
    if (!sync_run_is_running(run, &unknown))
        return error_set(error, EXIT_LIMITED, "no sync is running");
    nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere < 0)
        return error_set(error, EX_OSERR, "cannot open /dev/null: %s", strerror(errno));
    (void)pthread_mutex_lock(&run->mutex);
    if (run->cancel == 0) {
        process = child_start(arguments, nowhere, error);
        run->cancel = process > 0 ? process : 0;
    } else {
        process = run->cancel;
    }
    (void)pthread_mutex_unlock(&run->mutex);
    (void)close(nowhere);
    return process > 0;
}

/* Keeps what the sync has said, of much the end. */
static void keep_words(struct sync_run *run)
{
    off_t end = lseek(fileno(run->said), 0, SEEK_END);
    off_t begin = end > LAST_WORDS ? end - LAST_WORDS : 0;
    ssize_t got = end > 0 ? pread(fileno(run->said), run->words, LAST_WORDS, begin) : 0;

    while (got > 0 && run->words[got - 1] == '\n')
        got--;
    run->words[got > 0 ? got : 0] = '\0';
}

/* A driver that was killed could say nothing. One that was asked to end need not. */
static void add_words(struct sync_run *run, int status)
{
    if (*run->words)
        return;
    if (WIFSIGNALED(status))
        (void)snprintf(run->words, sizeof run->words, "spotify-sync was killed by signal %d",
                       WTERMSIG(status));
    else if (run->status > 0 && run->status < 128)
        (void)snprintf(run->words, sizeof run->words, "spotify-sync ended with status %d",
                       run->status);
}

void sync_run_reap(struct sync_run *run)
{
    int status = 0;

    (void)pthread_mutex_lock(&run->mutex);
    if (run->cancel > 0 && waitpid(run->cancel, &status, WNOHANG) != 0)
        run->cancel = 0;
    if (run->sync > 0 && waitpid(run->sync, &status, WNOHANG) != 0) {
        run->sync = 0;
        run->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        keep_words(run);
        add_words(run, status);
    }
    (void)pthread_mutex_unlock(&run->mutex);
}

bool sync_run_describe(struct sync_run *run, struct buffer *json, struct error *error)
{
    static const char name[] = "spotify-sync: ";
    const char *words = run->words;
    bool done;

    (void)pthread_mutex_lock(&run->mutex);
    if (strncmp(words, name, sizeof name - 1) == 0)
        words += sizeof name - 1;
    if (!run->was_started)
        done = buffer_append_string(json, "null");
    else if (run->sync > 0)
        done = buffer_append_string(json, "{\"exit_status\":null,\"message\":null}");
    else
        done = buffer_append_format(json, "{\"exit_status\":%d,\"message\":", run->status) &&
               (*words ? json_quote(words, strlen(words), json)
                       : buffer_append_string(json, "null")) &&
               buffer_append_string(json, "}");
    (void)pthread_mutex_unlock(&run->mutex);
    return (done && buffer_string(json)) || error_no_memory(error);
}

void sync_run_close(struct sync_run *run)
{
    if (!run)
        return;
    if (run->said)
        (void)fclose(run->said);
    (void)pthread_mutex_destroy(&run->mutex);
    free(run->database);
    free(run->lock);
    free(run->driver);
    free(run);
}
