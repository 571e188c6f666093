#include "contains.h"
#include "base/buffer.h"

bool contains_add_uris(struct buffer *path, struct batch_item *const *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!buffer_append_format(path, "%s%s", i ? "," : "", items[i]->uri))
            return false;
    return true;
}

bool contains_ask(struct api *api, struct batch_item *const *items, size_t count, bool *is_there,
                  struct error *error)
{
    struct api_answer *answer = NULL;
    struct buffer uris = {0};
    bool done;

    if (contains_add_uris(&uris, items, count))
        answer = library_contains_ask(api, uris.bytes, count, error);
    else
        (void)error_no_memory(error);
    buffer_free(&uris);
    done = answer && answer->outcome == API_ANSWERED;
    if (answer && !done)
        *error = answer->error;
    for (size_t i = 0; done && i < count; i++)
        is_there[i] = library_contains_at(answer, i);
    api_answer_free(answer);
    return done;
}
