#include "format/list_printing.h"

#include "base/log.h"
#include "base/output.h"

static bool print_to_output(void *context, const char *line, size_t length, struct error *error)
{
    (void)context;
    return output_line(line, length, error);
}

enum { NAMED_ENTRIES = 10 };

struct printed_list {
    const struct list_printing *printing;
    const struct known_list *list;
    int64_t position;
};

static bool print_list_entry(void *context, jv entry, struct error *error)
{
    struct printed_list *printed = context;
    const struct list_printing *printing = printed->printing;

    if (format_entry(printing->format, printed->list->about, entry, printed->position++,
                     printing->sink, error))
        return true;
    if (error->status != EX_DATAERR || !printing->left_out)
        return false;
    if ((*printing->left_out)++ < NAMED_ENTRIES)
        log_error("%s; it is left out", error->text);
    return true;
}

bool list_printing_run(const struct list_printing *printing, const struct known_list *lists,
                       const bool *chosen, size_t count, struct error *error)
{
    static const struct format_sink output = {.take = print_to_output};
    struct list_printing one = *printing;
    const struct known_list *last = NULL;

    if (!one.sink)
        one.sink = &output;
    for (size_t i = 0; i < count; i++) {
        struct printed_list printed = {.printing = &one, .list = &lists[i]};
        if (!chosen[i])
            continue;
        if (!last && !format_head(one.format, lists[i].about, one.sink, error))
            return false;
        last = &lists[i];
        if (!list_source_read(one.source, last, print_list_entry, &printed, error))
            return false;
    }
    return !last || format_foot(one.format, last->about, one.sink, error);
}
