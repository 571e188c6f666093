#include "enrich/enrich_main.h"
#include "base/finish.h"

#include <stdio.h>
#include <unistd.h>

/* A quota that is used up refuses all requests in flight, and a batch is worth many of these. */
enum { SINGLE_WINDOW = 10 };

int enrich_main(const char *name, const char *description, const struct enrichment *enrichment,
                long most, int argc, char **argv)
{
    struct api_options api = API_OPTIONS_DEFAULT(STDOUT_FILENO);
    const long batch_window = api.window;
    struct enrich_options enrich_options = {.mode = "auto", .batch_size = most};
    char batch_help[80];
    const struct option_entry options[] = {
        {.name = "mode",
         .argument = "MODE",
         .help = "auto, batch (many ids per request) or single (auto)",
         .kind = OPTION_TEXT,
         .target = &enrich_options.mode},
        {.name = "batch-size",
         .argument = "N",
         .help = batch_help,
         .kind = OPTION_NUMBER,
         .target = &enrich_options.batch_size,
         .least = 1,
         .most = most},
        {.name = "known",
         .argument = "FILE",
         .help = "do not request the ids in FILE, one per line",
         .kind = OPTION_TEXT,
         .target = &enrich_options.known},
        API_OPTION_ENTRIES(api),
        {0}};
    const struct program program = {
        .name = name,
        .synopsis = "[OPTION]... <MESSAGES",
        .description = description,
        .options = options,
        .runs_jq = true,
    };
    struct error error;

    api.window = 0; /* not given */
    (void)snprintf(batch_help, sizeof batch_help, "ids per request, 1 to %ld (%ld)", most, most);
    (void)options_parse(&program, argc, argv);
    enrich_options.single_window = api.window ? api.window : SINGLE_WINDOW;
    api.window = api.window ? api.window : batch_window;
    return finish(enrich(enrichment, &enrich_options, &api, &error), &error);
}
