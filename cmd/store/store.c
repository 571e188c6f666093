#include "base/error.h"
#include "base/log.h"
#include "base/options.h"
#include "base/output.h"
#include "commit_pace.h"
#include "library.h"
#include "message_batch.h"
#include "read_ahead.h"
#include "target.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Stores all messages of a file; "-" is standard input. */
static bool store_file(struct target *target, struct commit_pace *pace, const char *path,
                       struct error *error)
{
    bool is_input = strcmp(path, "-") == 0;
    const char *name = is_input ? "standard input" : path;
    int fd = is_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    struct read_ahead *ahead = NULL;
    struct message_batch *batch;
    struct error read_error;
    bool done = false, is_due;

    if (fd < 0)
        return error_set(error, EX_IOERR, "cannot open %.200s: %s", path, strerror(errno));
    ahead = read_ahead_open(fd, STDOUT_FILENO, target_parser(target), error);
    if (!ahead)
        goto out;
    while ((done = read_ahead_next(ahead, &batch, &read_error)) && batch) {
        done = commit_pace_begin(pace, error) && target_store(target, batch, name, error) &&
               commit_pace_note(pace, batch->bytes.length, &is_due, error);
        if (done && (is_due || !read_ahead_is_ready(ahead))) {
            done = target_commit(target, error);
            commit_pace_end(pace);
        }
        if (!done)
            goto out;
    }
    if (!target_commit(target, error))
        done = false;
    else if (!done)
        (void)error_set(error, read_error.status, "%.200s: %s", name, read_error.text);
    commit_pace_end(pace);
out:
    read_ahead_close(ahead);
    if (!is_input)
        (void)close(fd); /* it was only read */
    return done;
}

/* Says to a person how many rows were stored: "12,345 rows stored". */
static void report_stored(size_t rows)
{
    char digits[24], number[32];
    size_t length = (size_t)snprintf(digits, sizeof digits, "%zu", rows);
    char *to = number;

    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            *to++ = ',';
        *to++ = digits[i];
    }
    *to = '\0';
    log_warning("%s row%s stored", number, rows == 1 ? "" : "s");
}

int main(int argc, char **argv)
{
    static struct target_options target_options;
    static const struct option_entry options[] = {
        {.name = "count-for",
         .argument = "KEY",
         .help = "add the counts of new and updated rows to those of KEY",
         .kind = OPTION_TEXT,
         .target = &target_options.count_for},
        {.name = "skip-bad-lines",
         .help = "skip and count invalid lines",
         .kind = OPTION_FLAG,
         .target = &target_options.skip_bad_lines},
        {0},
    };
    static const struct program program = {
        .name = "store",
        .synopsis = "[OPTION]... DB [FILE]...",
        .description =
            "Stores Singer messages from files or standard input in the library DB, and\n"
            "prints a STATE once everything before it is on disk.",
        .options = options,
        .operands_least = 1,
        .operands_most = -1,
    };
    static char *standard_input[] = {"-", NULL};
    struct error error = {0}, close_error;
    int operand = options_parse(&program, argc, argv);
    char **files = operand + 1 < argc ? argv + operand + 1 : standard_input;
    sqlite3 *database = library_open(argv[operand], &error);
    struct target *target = database ? target_open(database, &target_options, &error) : NULL;
    struct commit_pace *pace = target ? commit_pace_open(database, &error) : NULL;

    target_options.no_state = isatty(STDOUT_FILENO);
    for (; pace && *files && error.status == EX_OK; files++)
        (void)store_file(target, pace, *files, &error);
    if (error.status != EX_OK && error.status != EXIT_NO_READER)
        log_error("%s", error.text);
    if (target && target_options.no_state)
        report_stored(target_stored(target));
    if (target && target_skipped(target) > 0)
        log_warning("skipped %zu invalid line%s", target_skipped(target),
                    target_skipped(target) == 1 ? "" : "s");
    commit_pace_close(pace);
    target_close(target);
    if (sqlite3_close(database) != SQLITE_OK && error.status == EX_OK) {
        log_error("cannot close %s", argv[operand]);
        error.status = EX_IOERR;
    }
    if (!output_close(&close_error) && error.status == EX_OK) {
        log_error("%s", close_error.text);
        error.status = close_error.status;
    }
    if (error.status == EXIT_NO_READER)
        (void)raise(SIGPIPE);
    return error.status;
}
