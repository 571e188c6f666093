#include "base/browser.h"
#include "base/log.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);

    return value && *value;
}

/* It keeps away from the terminal, and from the Ctrl-C that is meant for this program. */
static bool detach(posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes)
{
    sigset_t defaults, none;

    (void)sigemptyset(&defaults);
    (void)sigaddset(&defaults, SIGCHLD);
    (void)sigaddset(&defaults, SIGPIPE);
    (void)sigemptyset(&none);
    return posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0) == 0 &&
           posix_spawn_file_actions_addopen(actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0) ==
               0 &&
           posix_spawn_file_actions_adddup2(actions, STDOUT_FILENO, STDERR_FILENO) == 0 &&
           posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF |
                                                    POSIX_SPAWN_SETSIGMASK) == 0 &&
           posix_spawnattr_setsigdefault(attributes, &defaults) == 0 &&
           posix_spawnattr_setsigmask(attributes, &none) == 0 &&
           posix_spawnattr_setpgroup(attributes, 0) == 0;
}

pid_t browser_open(const char *address)
{
#ifdef __APPLE__
    const char *opener = "open";
    bool desktop = true;
#else
    const char *opener = "xdg-open";
    bool desktop = is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
#endif
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    char *arguments[3] = {NULL, (char *)(size_t)address, NULL};
    const char *browser = getenv("BROWSER");
    char *name = NULL;
    pid_t process = -1;
    int failure = -1;

    if (browser && *browser)
        name = strndup(browser, strcspn(browser, ":"));
    else if (desktop)
        name = strdup(opener);
    if (!name)
        return -1;
    arguments[0] = name;
    if (posix_spawn_file_actions_init(&actions) != 0)
        goto out;
    if (posix_spawnattr_init(&attributes) == 0) {
        if (detach(&actions, &attributes))
            failure = posix_spawnp(&process, name, &actions, &attributes, arguments, environ);
        (void)posix_spawnattr_destroy(&attributes);
    }
    (void)posix_spawn_file_actions_destroy(&actions);
out:
    if (failure)
        log_info("cannot open a browser with '%s'%s%s", name, failure > 0 ? ": " : "",
                 failure > 0 ? strerror(failure) : "");
    free(name);
    return failure ? -1 : process;
}
