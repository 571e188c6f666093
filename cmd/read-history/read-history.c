#include "base/log.h"
#include "base/options.h"
#include "base/output.h"
#include "export.h"
#include "history.h"

/* Takes all files at path; what could not be read of them is said. False when nothing can go on. */
static bool take_path(struct history *history, const char *path, struct export_bytes *bytes)
{
    struct export_visitor visitor = {.take = history_take, .context = history, .bytes = bytes};
    struct error error;

    if (export_visit(path, &visitor, &error))
        return true;
    if (!visitor.stopped)
        history_miss(history, &error);
    return !visitor.stopped;
}

static int read_history(char **paths, bool keep_device)
{
    struct error error = {0};
    struct export_bytes bytes = {0};
    struct history *history = history_open(keep_device, &bytes, &error);
    bool going = history != NULL;
    int status;

    for (char **path = paths; *path; path++)
        bytes.total += export_size(*path);
    for (; going && *paths; paths++)
        going = take_path(history, *paths, &bytes);
    if (history && !going)
        error = *history_error(history);
    status = error.status;
    if (going && !history_end(history, &error))
        status = error.status; /* where a file is missed, that was said */
    else if (!going)
        log_error("%s", error.text);
    history_close(history);
    return status;
}

int main(int argc, char **argv)
{
    static bool keep_device;
    static const struct option_entry options[] = {
        {.name = "keep-device",
         .help = "keep the platform and the country of each play",
         .kind = OPTION_FLAG,
         .target = &keep_device},
        {0},
    };
    static const struct program program = {
        .name = "read-history",
        .synopsis = "[--keep-device] [FILE...]",
        .description =
            "Prints Spotify's streaming history as Singer messages. Reads the zip as it came,\n"
            "a directory, or JSON files; without a FILE, standard input.",
        .options = options,
        .operands_most = -1,
    };
    static char *standard_input[] = {"-", NULL};
    struct error error;
    int operand = options_parse(&program, argc, argv);
    int status = read_history(operand < argc ? argv + operand : standard_input, keep_device);

    if (!output_close(&error) && status == EX_OK) {
        log_error("%s", error.text);
        status = error.status;
    }
    return status;
}
