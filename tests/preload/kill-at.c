/*
 * A library to be preloaded (LD_PRELOAD): it kills its process, or all of its process group, at one
 * of the calls at which a crash could lose something: writes to files and to standard output,
 * flushes, renames, removals, and COMMITs of SQLite. All processes of a run are counted together.
 *
 *     KILL_AT_LOG     a file that gets a line of LINE_LENGTH bytes for each such call: program,
 *                     call and the name of the file, as in "store fdatasync a.db-wal"
 *     KILL_AT_POINT   only calls whose line matches this pattern of fnmatch(3); all where it is
 *                     not set
 *     KILL_AT_NUMBER  the call to kill at, from 1; 0 or none: only count
 *     KILL_AT_SIDE    before or after: whether the call is still made
 *     KILL_AT_WHOM    self or group
 *
 * Two processes that call at the same time are counted one after the other, each once.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { LINE_LENGTH = 80, NAME_SIZE = 256 };

/* The next definition of a function behind this library's. ISO C has no way from void * to a
 * function. */
#define REAL(name)                                                                                 \
    static __typeof__(name) *real;                                                                 \
    if (!real)                                                                                     \
    *(void **)&real = dlsym(RTLD_NEXT, #name)

static const char *setting(const char *name, const char *otherwise)
{
    const char *value = getenv(name);

    return value && *value ? value : otherwise;
}

static void strike(void)
{
    (void)kill(strcmp(setting("KILL_AT_WHOM", "self"), "group") == 0 ? 0 : getpid(), SIGKILL);
    for (;;)
        (void)pause();
}

/* Counts a call; true when it is the one. Called before the real one. */
static bool is_the_one(const char *call, const char *file)
{
    int saved = errno;
    const char *log = getenv("KILL_AT_LOG");
    char line[NAME_SIZE];
    int length, fd;
    long number = 0;

    if (!log)
        return false;
    length = snprintf(line, sizeof line, "%s %s %s", program_invocation_short_name, call, file);
    if (length < 0 || length >= LINE_LENGTH || fnmatch(setting("KILL_AT_POINT", "*"), line, 0) != 0)
        return false;
    memset(line + length, ' ', LINE_LENGTH - (size_t)length);
    line[LINE_LENGTH - 1] = '\n';
    fd = open(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    /* Behind a write in append mode the place is the end of what was written. */
    if (fd >= 0 && syscall(SYS_write, fd, line, (size_t)LINE_LENGTH) == LINE_LENGTH)
        number = lseek(fd, 0, SEEK_CUR) / LINE_LENGTH;
    if (fd >= 0)
        (void)close(fd);
    errno = saved;
    return number > 0 && number == strtol(setting("KILL_AT_NUMBER", "0"), NULL, 10);
}

/* At the call that is the one: kills ahead of it, or tells the caller to do so behind it. */
static bool kill_after(const char *call, const char *file)
{
    if (!is_the_one(call, file))
        return false;
    if (strcmp(setting("KILL_AT_SIDE", "before"), "before") == 0)
        strike();
    return true;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* The name of an open file; of a folder and of a pipe only what it is, and of anything else NULL.
 */
static const char *name_of(int fd, char path[NAME_SIZE])
{
    char link[32];
    struct stat status;
    int saved = errno;
    bool known = fstat(fd, &status) == 0;
    ssize_t length = -1;

    if (known && S_ISREG(status.st_mode)) {
        (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        length = readlink(link, path, NAME_SIZE - 1);
    }
    errno = saved;
    if (known && S_ISDIR(status.st_mode))
        return "folder";
    if (length < 0)
        return fd == STDOUT_FILENO ? "stdout" : NULL;
    path[length] = '\0';
    return base_name(path);
}

/* Makes a call that works on an open file. */
#define WATCHED(type, name, fd, ...)                                                               \
    char path[NAME_SIZE];                                                                          \
    const char *file = name_of(fd, path);                                                          \
    bool the_one;                                                                                  \
    type result;                                                                                   \
    REAL(name);                                                                                    \
    the_one = file && kill_after(#name, file);                                                     \
    result = real(__VA_ARGS__);                                                                    \
    if (the_one)                                                                                   \
        strike();                                                                                  \
    return result

ssize_t write(int fd, const void *bytes, size_t length)
{
    WATCHED(ssize_t, write, fd, fd, bytes, length);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
    WATCHED(ssize_t, pwrite, fd, fd, bytes, length, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset)
{
    WATCHED(ssize_t, pwrite64, fd, fd, bytes, length, offset);
}

int ftruncate(int fd, off_t length)
{
    WATCHED(int, ftruncate, fd, fd, length);
}

int ftruncate64(int fd, off64_t length)
{
    WATCHED(int, ftruncate64, fd, fd, length);
}

int fsync(int fd)
{
    WATCHED(int, fsync, fd, fd);
}

int fdatasync(int fd)
{
    WATCHED(int, fdatasync, fd, fd);
}

#undef WATCHED
/* Makes a call that works on a file by its name. */
#define WATCHED(name, file, ...)                                                                   \
    bool the_one;                                                                                  \
    int result;                                                                                    \
    REAL(name);                                                                                    \
    the_one = kill_after(#name, base_name(file));                                                  \
    result = real(__VA_ARGS__);                                                                    \
    if (the_one)                                                                                   \
        strike();                                                                                  \
    return result

int rename(const char *from, const char *to)
{
    WATCHED(rename, to, from, to);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    WATCHED(renameat, to, from_folder, from, to_folder, to);
}

int unlink(const char *path)
{
    WATCHED(unlink, path, path);
}

int unlinkat(int folder, const char *path, int flags)
{
    WATCHED(unlinkat, path, folder, path, flags);
}

/* A COMMIT of SQLite, by the file that it commits to. */
int sqlite3_step(sqlite3_stmt *statement)
{
    static __typeof__(sqlite3_sql) *sql;
    static __typeof__(sqlite3_db_handle) *handle;
    static __typeof__(sqlite3_db_filename) *filename;
    const char *text, *path;
    bool the_one = false;
    int result;
    REAL(sqlite3_step);

    if (!sql) {
        *(void **)&handle = dlsym(RTLD_NEXT, "sqlite3_db_handle");
        *(void **)&filename = dlsym(RTLD_NEXT, "sqlite3_db_filename");
        *(void **)&sql = dlsym(RTLD_NEXT, "sqlite3_sql");
    }
    text = sql(statement);
    text += text ? strspn(text, " \n") : 0;
    if (text && strncasecmp(text, "COMMIT", 6) == 0) {
        path = filename(handle(statement), NULL);
        the_one = kill_after("COMMIT", path ? base_name(path) : "");
    }
    result = real(statement);
    if (the_one)
        strike();
    return result;
}
