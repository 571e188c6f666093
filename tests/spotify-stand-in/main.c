/* A stand-in for the Spotify Web API and its accounts service, for tests and benchmarks. */

#include "hidden.h"
#include "recorded.h"
#include "server.h"
#include "settings.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define PARENT_CHECK_NS 200000000L

/* Reads --NAME VALUE, --NAME=VALUE and --SWITCH. */
static bool read_options(struct stand_in *in, int count, char **arguments, struct text *why)
{
    for (int i = 1; i < count; i++) {
        if (strncmp(arguments[i], "--", 2) != 0) {
            text_format(why, "unknown option '%s'", arguments[i]);
            return false;
        }
        const char *name = arguments[i] + 2;
        size_t length = strcspn(name, "=");
        char *copy = must_copy(name, length);
        const char *value = name[length] == '=' ? name + length + 1 : NULL;
        if (value == NULL && setting_takes_value(copy) && i + 1 < count)
            value = arguments[++i];
        bool good = setting_apply(in, copy, value, false, why);
        free(copy);
        if (!good)
            return false;
    }
    return true;
}

static bool load_library(struct stand_in *in, struct text *why)
{
    in->dice = in->size.seed;
    if (in->recorded_count > 0) {
        in->size.tracks = in->size.playlists = in->size.saved_albums = 0;
        in->size.followed_artists = in->size.top_artists = 0;
    }
    library_build(&in->library, &in->size);
    for (size_t i = 0; i < in->recorded_count; i++) {
        if (!recorded_load(&in->library, in->recorded[i], why))
            return false;
    }
    for (int i = 0; i < ENDPOINT_COUNT; i++)
        hidden_set(&in->library, (enum endpoint)i, (size_t)in->hidden[i]);
    return true;
}

/* Each connection and each request held back needs a descriptor. */
static void raise_descriptor_limit(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        /* Without it fewer connections fit, which a test would notice. */
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
}

/* Waits for SIGTERM or SIGINT, or until the process to watch is gone. */
static void wait_for_end(const sigset_t *signals, pid_t watched)
{
    struct timespec tick = {.tv_nsec = PARENT_CHECK_NS};

    for (;;) {
        if (watched > 0 && kill(watched, 0) != 0 && errno == ESRCH)
            return;
        int got = watched > 0 ? sigtimedwait(signals, NULL, &tick) : sigwaitinfo(signals, NULL);
        if (got > 0)
            return;
    }
}

int main(int argc, char **argv)
{
    struct stand_in in;
    struct text why = {0};
    struct server *server = NULL;
    sigset_t signals;
    int status = EX_USAGE;

    stand_in_init(&in);
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        setting_help(&why);
        (void)fputs(text_string(&why), stdout);
        why.length = 0;
        status = EXIT_SUCCESS;
        goto out;
    }
    if (!read_options(&in, argc, argv, &why))
        goto out;
    if (!load_library(&in, &why)) {
        status = EX_DATAERR;
        goto out;
    }
    /* Threads inherit the mask: the signals wait for this one. */
    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, SIGTERM);
    (void)sigaddset(&signals, SIGINT);
    (void)sigprocmask(SIG_BLOCK, &signals, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    pid_t parent = getppid();
    if (in.exit_with_parent && (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0 || getppid() != parent))
        goto out;
    raise_descriptor_limit();
    server = server_start(&in, &why);
    if (server == NULL) {
        status = EX_UNAVAILABLE;
        goto out;
    }
    printf("%s\n", in.base);
    (void)fflush(stdout);
    wait_for_end(&signals, (pid_t)in.parent_pid);
    server_stop(server);
    status = EXIT_SUCCESS;
out:
    if (why.length > 0)
        (void)fprintf(stderr, "spotify-stand-in: %s\n", text_string(&why));
    text_free(&why);
    stand_in_free(&in);
    return status;
}
