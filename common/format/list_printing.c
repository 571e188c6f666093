#include "format/list_printing.h"

struct printed_list {
    struct list_printing *printing;
    const struct known_list *list;
    int64_t position;
};

static bool print_list_entry(void *context, jv entry, struct error *error)
{
    struct printed_list *printed = context;
    const struct list_printing *printing = printed->printing;

    return format_entry(printing->format, printed->list->about, entry, printed->position++,
                        printing->sink, error);
}

bool list_printing_add(struct list_printing *printing, const struct known_list *list,
                       struct error *error)
{
    struct printed_list printed = {.printing = printing, .list = list};

    if (!printing->is_started && !format_head(printing->format, list->about, printing->sink, error))
        return false;
    printing->is_started = true;
    return list_source_read(printing->source, list, print_list_entry, &printed, error);
}

bool list_printing_end(struct list_printing *printing, const struct known_list *list,
                       struct error *error)
{
    return format_foot(printing->format, list->about, printing->sink, error);
}
