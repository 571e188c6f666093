#include "list/list_main.h"
#include "base/finish.h"
#include "list/list_print.h"

#include <unistd.h>

int list_main(const char *name, const char *description, const struct list *list, int argc,
              char **argv)
{
    struct api_options api = API_OPTIONS_DEFAULT(STDOUT_FILENO);
    struct list chosen = *list;
    const struct option_entry options[] = {
        LIST_OPTION_ENTRIES(chosen),
        {.name = "known",
         .argument = "FILE",
         .help = "print ids in FILE that are gone as deleted (-: stdin)",
         .kind = OPTION_TEXT,
         .target = &chosen.known_ids},
        API_OPTION_ENTRIES(api),
        {0}};
    const struct program program = {
        .name = name,
        .synopsis = "[OPTION]...",
        .description = description,
        .options = options,
        .runs_jq = true,
    };
    struct error error;

    (void)options_parse(&program, argc, argv);
    return finish(list_print(&chosen, &api, &error), &error);
}
