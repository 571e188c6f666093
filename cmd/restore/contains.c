#include "contains.h"
#include "base/buffer.h"

/* Without an answer to any other, so many things that are refused alone say that it is not for
 * their ids; and after so many, no more are tried. */
enum { REFUSED_FOR_ALL = 3, REFUSED_ALONE = 10 };

bool contains_add_uris(struct buffer *path, struct batch_item *const *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!buffer_append_format(path, "%s%s", i ? "," : "", items[i]->uri))
            return false;
    return true;
}

/* Asks for all in one request. *is_refused: one of them may be why there is no answer. */
static bool ask_at_once(struct api *api, struct batch_item *const *items, size_t count,
                        bool *is_there, bool *is_refused, struct error *error)
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
    *is_refused =
        answer && answer->outcome == API_REFUSED && writer_is_about_contents(answer->status);
    for (size_t i = 0; done && i < count; i++)
        is_there[i] = library_contains_at(answer, i);
    api_answer_free(answer);
    return done;
}

bool contains_ask(struct api *api, struct batch_item *const *items, size_t count, bool *is_there,
                  struct error *error)
{
    size_t size = count, from = 0, refused = 0;
    bool is_answered = false, is_refused;

    while (from < count && (is_answered || refused < REFUSED_ALONE)) {
        size = size < count - from ? size : count - from;
        if (ask_at_once(api, items + from, size, is_there + from, &is_refused, error)) {
            is_answered = true;
            from += size;
            size *= 2;
        } else if (!is_refused) {
            return false;
        } else if (size > 1) {
            size /= 2;
        } else {
            is_there[from++] = false;
            refused++;
        }
    }
    if (!is_answered && refused >= REFUSED_FOR_ALL)
        error->status = EX_UNAVAILABLE;
    return is_answered || refused < REFUSED_FOR_ALL;
}
