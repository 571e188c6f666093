#include "access.h"
#include "base/finish.h"
#include "base/log.h"
#include "base/options.h"
#include "base/output.h"
#include "listener.h"
#include "server.h"
#include "site.h"
#include "state/account.h"

#include <errno.h>
#include <limits.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { DEFAULT_PORT = 8974, MOST_PREPARATIONS = 5 };

static struct serve_options {
    long port;
    const char *listen;
    const char *secret_file;
    const char *driver;
    bool open;
} options = {.port = DEFAULT_PORT};

/* Where the page is, and what opens it. */
struct serving {
    char name[LISTENER_NAME]; /* address and port */
    struct access *access;
    pid_t browser; /* not positive: none */
};

static bool print_link(const struct serving *serving, const char *before, struct error *error)
{
    struct buffer text = {0};
    bool printed;

    if (access_is_once(serving->access))
        printed = buffer_append_format(&text, "%shttp://%s/?token=%s", before, serving->name,
                                       access_token(serving->access));
    else
        printed = buffer_append_format(&text, "%shttp://%s/?token=… with the secret of '%s'",
                                       before, serving->name, options.secret_file);
    printed = (printed || error_no_memory(error)) && output_line(text.bytes, text.length, error) &&
              output_flush(error);
    buffer_free(&text);
    return printed;
}

/* The link has been used: prints the next one. */
static void on_opened(void *context)
{
    struct error reason;

    if (access_is_once(((struct serving *)context)->access) &&
        !print_link(context, "The page was opened. To open it in another browser: ", &reason))
        log_warning("%s", reason.text);
}

static void open_browser(struct serving *serving)
{
    struct buffer address = {.is_secret = true};

    if (buffer_append_format(&address, "http://%s/?token=%s", serving->name,
                             access_token(serving->access)))
        serving->browser = access_open_browser(serving->access, address.bytes);
    buffer_free(&address);
}

/* The absolute path of a file, which need not be there, in a folder that is. */
static bool resolve_path(const char *name, char path[static PATH_MAX], struct error *error)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(name, '/');
    const char *base = slash ? slash + 1 : name;
    size_t length;

    if (realpath(name, path))
        return true;
    if (errno != ENOENT || !*base || strlen(name) >= sizeof folder)
        return error_set(error, EX_IOERR, "cannot use '%.200s': %s", name, strerror(errno));
    (void)snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - name + 1) : 1,
                   slash ? name : ".");
    if (!realpath(folder, path))
        return error_set(error, EX_IOERR, "no directory for '%.200s': %s", name, strerror(errno));
    length = strlen(path);
    length -= path[length - 1] == '/'; /* only in "/" */
    if (snprintf(path + length, PATH_MAX - length, "/%s", base) >= (int)(PATH_MAX - length))
        return error_set(error, EX_IOERR, "the path of '%.200s' is too long", name);
    return true;
}

static void block_signals(sigset_t *signals)
{
    (void)sigemptyset(signals);
    for (const int *number = (const int[]){SIGINT, SIGTERM, SIGHUP, SIGCHLD, 0}; *number; number++)
        (void)sigaddset(signals, *number);
    (void)pthread_sigmask(SIG_BLOCK, signals, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
}

static bool ends_program(int signal_number)
{
    return signal_number == SIGINT || signal_number == SIGTERM || signal_number == SIGHUP;
}

/* Reads the library before the page can be opened, if that takes no longer than a few seconds.
 * False if a signal ends the program. */
static bool prepare_page(struct site *site, const sigset_t *signals)
{
    const struct timespec at_once = {0};

    for (int tries = 0; tries < MOST_PREPARATIONS && !site_prepare(site); tries++) {
        if (tries == 0)
            log_info("reading the library, which takes a few seconds");
        if (ends_program(sigtimedwait(signals, NULL, &at_once)))
            return false;
    }
    return true;
}

/* Waits for a signal that ends the program. */
static void wait_for_end(struct serving *serving, struct server *server, struct sync_run *run,
                         const sigset_t *signals)
{
    const struct timespec tick = {.tv_sec = 1};

    for (;;) {
        int number = sigtimedwait(signals, NULL, &tick);

        if (ends_program(number))
            return;
        if (number == SIGCHLD) {
            sync_run_reap(run);
            if (serving->browser > 0 && waitpid(serving->browser, NULL, WNOHANG) != 0)
                serving->browser = -1;
        }
        server_tick(server);
    }
}

static bool serve_library(const char *database, const char *account, struct error *error)
{
    struct serving serving = {.browser = -1};
    struct guard guard = {0};
    struct site *site = NULL;
    struct sync_run *run = NULL;
    struct server *server = NULL;
    char local_name[LISTENER_NAME];
    unsigned port;
    sigset_t signals;
    bool done = false;
    int listener;

    block_signals(&signals);
#ifdef __GLIBC__
    (void)mallopt(M_ARENA_MAX, 1);              /* its threads take turns */
    (void)mallopt(M_MMAP_THRESHOLD, 128 << 10); /* what is large goes back to the system */
#endif
    listener = listener_open(options.listen ? options.listen : "127.0.0.1", options.port,
                             serving.name, &port, error);
    if (listener < 0)
        return false;
    (void)snprintf(local_name, sizeof local_name, "localhost:%u", port);
    guard.hosts[0] = serving.name;
    guard.hosts[1] = options.listen ? NULL : local_name;
    serving.access = access_open(account, port, options.secret_file, error);
    if (!serving.access || !(run = sync_run_open(database, options.driver, error)) ||
        !(site = site_open(database, account, serving.access, run, on_opened, &serving, error))) {
        (void)close(listener);
        goto out;
    }
    guard.cookie = access_cookie(serving.access);
    if (!prepare_page(site, &signals)) {
        (void)close(listener);
        done = true;
        goto out;
    }
    server = server_start(listener, &guard, site_answer, site, error);
    if (!server || !print_link(&serving, "Open the page: ", error))
        goto out;
    if (options.open)
        open_browser(&serving);
    wait_for_end(&serving, server, run, &signals);
    done = true;
out:
    server_stop(server);
    site_close(site);
    sync_run_close(run);
    access_close(serving.access);
    return done;
}

int main(int argc, char **argv)
{
    static const struct option_entry entries[] = {
        {.name = "port",
         .argument = "N",
         .help = "port to listen on, or 0 for a free one (8974)",
         .kind = OPTION_NUMBER,
         .target = &options.port,
         .least = 0,
         .most = 65535},
        {.name = "open",
         .help = "open the page in the browser",
         .kind = OPTION_FLAG,
         .target = &options.open},
        {.name = "listen",
         .argument = "ADDRESS",
         .help = "listen on this address of the machine (127.0.0.1)",
         .kind = OPTION_TEXT,
         .target = &options.listen},
        {.name = "secret-file",
         .argument = "FILE",
         .help = "open the page with the secret in FILE",
         .kind = OPTION_TEXT,
         .target = &options.secret_file},
        {.name = "driver",
         .argument = "FILE",
         .help = "the spotify-sync that runs syncs",
         .kind = OPTION_TEXT,
         .target = &options.driver},
        {0}};
    static const struct program program = {
        .name = "serve",
        .synopsis = "[OPTION]... DB",
        .description = "Shows the library DB, and how its syncs stand, on a page in the browser.",
        .options = entries,
        .operands_least = 1,
        .operands_most = 1};
    struct error error;
    char database[PATH_MAX];
    const char *account, *name = argv[options_parse(&program, argc, argv)];
    bool done = false;

    account = account_name(NULL, &error);
    if (options.listen && strcmp(options.listen, "127.0.0.1") != 0 && !options.secret_file)
        (void)error_set(&error, EX_USAGE,
                        "--listen needs --secret-file FILE, since others can reach the address");
    else if (account && resolve_path(name, database, &error))
        done = serve_library(database, account, &error);
    return finish(done, &error);
}
