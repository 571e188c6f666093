#include "source.h"
#include "base/buffer.h"
#include "state/shared_database.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct source {
    char *path;
    char *folder; /* a temporary one; NULL: none */
};

/* `store` in the folder that this program was called from, or as the shell finds it. */
static char *path_of_store(const char *program)
{
    const char *slash = strrchr(program, '/');
    struct buffer path = {0};

    if (buffer_append_format(&path, "%.*s%s", slash ? (int)(slash + 1 - program) : 0, program,
                             "store"))
        return path.bytes;
    return NULL;
}

/* Runs `store LIBRARY FILE`; its messages about bad lines go to standard error. */
static bool run_store(const char *program, const char *library, const char *file,
                      struct error *error)
{
    char *store = path_of_store(program);
    char *const arguments[] = {(char *)"store", (char *)"-q", (char *)"--",
                               (char *)library, (char *)file, NULL};
    posix_spawn_file_actions_t actions;
    pid_t pid;
    int status = -1, code = ENOMEM;

    if (!store || posix_spawn_file_actions_init(&actions) != 0) {
        free(store);
        return error_no_memory(error);
    }
    if (posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0) == 0)
        code = posix_spawnp(&pid, store, &actions, NULL, arguments, environ);
    (void)posix_spawn_file_actions_destroy(&actions);
    free(store);
    if (code != 0)
        return error_set(error, EX_OSERR, "cannot run 'store': %s", strerror(code));
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (status == 0)
        return true;
    return error_set(error, WIFEXITED(status) ? WEXITSTATUS(status) : EX_SOFTWARE,
                     "cannot read %.200s: 'store' rejected it",
                     strcmp(file, "-") == 0 ? "standard input" : file);
}

/* A pipe has messages: what is read of it here, `store` would not get. */
static bool begins_as_database(const char *name, bool *is_database, struct error *error)
{
    static const char magic[] = "SQLite format 3";
    char first[sizeof magic];
    struct stat status;
    FILE *file;

    *is_database = false;
    if (stat(name, &status) == 0 && !S_ISREG(status.st_mode))
        return true;
    file = fopen(name, "rb");
    if (!file)
        return error_set(error, errno == ENOENT ? EX_USAGE : EX_IOERR, "cannot read '%.200s': %s",
                         name, strerror(errno));
    *is_database =
        fread(first, sizeof first, 1, file) == 1 && memcmp(first, magic, sizeof magic) == 0;
    (void)fclose(file); /* it was only read */
    return true;
}

/* Makes the temporary folder, and the path of a library in it. */
static bool make_folder(struct source *source, struct error *error)
{
    const char *parent = getenv("TMPDIR");
    struct buffer folder = {0}, path = {0};
    bool made;

    if (!buffer_append_format(&folder, "%s/restore-XXXXXX", parent && *parent ? parent : "/tmp"))
        return error_no_memory(error);
    made = mkdtemp(folder.bytes) != NULL;
    if (!made)
        (void)error_set(error, EX_IOERR, "cannot make the folder %.200s: %s", folder.bytes,
                        strerror(errno));
    else
        source->folder = strdup(folder.bytes);
    made =
        made && ((source->folder && buffer_append_format(&path, "%s/library.db", folder.bytes)) ||
                 error_no_memory(error));
    buffer_free(&folder);
    free(source->path);
    source->path = path.bytes;
    return made;
}

/* Copies the library, which `store` then brings up to date if it is older, or refuses if newer. */
static bool take_database(struct source *source, const char *name, const char *program,
                          struct error *error)
{
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    bool copied = false;

    if (!make_folder(source, error))
        return false;
    if (sqlite3_open_v2(name, &database, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
        sqlite3_busy_timeout(database, SHARED_DATABASE_PATIENCE_MS) == SQLITE_OK &&
        sqlite3_prepare_v2(database, "VACUUM INTO ?1", -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_bind_text(statement, 1, source->path, -1, SQLITE_STATIC) == SQLITE_OK)
        copied = sqlite3_step(statement) == SQLITE_DONE;
    if (!copied)
        (void)error_set(error, EX_IOERR, "cannot read the library %.200s: %s", name,
                        database ? sqlite3_errmsg(database) : "out of memory");
    (void)sqlite3_finalize(statement);
    (void)sqlite3_close(database);
    return copied && run_store(program, source->path, "/dev/null", error);
}

struct source *source_open(const char *name, const char *program, struct error *error)
{
    struct source *source = calloc(1, sizeof *source);
    bool is_database = false, opened;

    if (!source) {
        (void)error_no_memory(error);
        return NULL;
    }
    if (strcmp(name, "-") != 0 && !begins_as_database(name, &is_database, error))
        opened = false;
    else if (is_database)
        opened = take_database(source, name, program, error);
    else
        opened = make_folder(source, error) && run_store(program, source->path, name, error);
    if (opened)
        return source;
    source_close(source);
    return NULL;
}

const char *source_path(const struct source *source)
{
    return source->path;
}

void source_close(struct source *source)
{
    static const char *const names[] = {"", "-wal", "-shm", "-journal"};
    char path[4096];

    if (!source)
        return;
    for (size_t i = 0; source->folder && i < sizeof names / sizeof *names; i++) {
        (void)snprintf(path, sizeof path, "%s/library.db%s", source->folder, names[i]);
        (void)unlink(path); /* most are not there */
    }
    if (source->folder)
        (void)rmdir(source->folder);
    free(source->folder);
    free(source->path);
    free(source);
}
