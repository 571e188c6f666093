#include "api/owner.h"
#include "base/log.h"
#include "base/options.h"
#include "base/output.h"
#include "export.h"
#include "history.h"

#include <stdlib.h>

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

struct history_options {
    bool keep_device, with_account_id;
};

static int read_history(char **paths, const struct history_options *options)
{
    struct error error = {0};
    struct export_bytes bytes = {0};
    char *account_id = options->with_account_id ? owner_known_id(&error) : NULL;
    struct history *history = !options->with_account_id || account_id
                                  ? history_open(options->keep_device, account_id, &bytes, &error)
                                  : NULL;
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
    free(account_id);
    return status;
}

int main(int argc, char **argv)
{
    static struct history_options chosen;
    static const struct option_entry options[] = {
        {.name = "keep-device",
         .help = "keep the platform and the country of each play",
         .kind = OPTION_FLAG,
         .target = &chosen.keep_device},
        ACCOUNT_ID_OPTION_ENTRY(chosen.with_account_id),
        {0},
    };
    static const struct program program = {
        .name = "read-history",
        .synopsis = "[OPTION]... [FILE...]",
        .description =
            "Prints Spotify's streaming history as Singer messages. Reads the zip as it came,\n"
            "a directory, or JSON files; without a FILE, standard input.",
        .options = options,
        .operands_most = -1,
        .runs_jq = true,
    };
    static char *standard_input[] = {"-", NULL};
    struct error error;
    int operand = options_parse(&program, argc, argv);
    int status = read_history(operand < argc ? argv + operand : standard_input, &chosen);

    if (!output_close(&error) && status == EX_OK) {
        log_error("%s", error.text);
        status = error.status;
    }
    return status;
}
