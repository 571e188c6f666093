#include "api/library_contains.h"
#include "base/buffer.h"

#define ENDPOINT "/me/library/contains"

static bool element_is(jv array, size_t index, jv_kind kind)
{
    jv element = jv_array_get(jv_copy(array), (int)index);
    bool is = jv_get_kind(element) == kind;

    jv_free(element);
    return is;
}

static const char *check_contains(void *context, jv *body, int tries)
{
    const size_t *count = context;
    bool fits =
        jv_get_kind(*body) == JV_KIND_ARRAY && jv_array_length(jv_copy(*body)) == (int)*count;

    (void)tries;
    for (size_t i = 0; fits && i < *count; i++)
        fits = element_is(*body, i, JV_KIND_TRUE) || element_is(*body, i, JV_KIND_FALSE);
    return fits ? NULL : "it does not answer true or false for every item";
}

struct api_answer *library_contains_ask(struct api *api, const char *uris, size_t count,
                                        struct error *error)
{
    struct api_queue *queue = api_queue_open(api, error);
    struct api_answer *answer = NULL;
    struct buffer path = {0};

    if (!buffer_append_format(&path, ENDPOINT "?uris=%s", uris))
        (void)error_no_memory(error);
    else if (queue && api_get(queue, ENDPOINT, path.bytes, check_contains, &count, error))
        answer = api_await(queue, error);
    buffer_free(&path);
    api_queue_close(queue);
    return answer;
}

bool library_contains_at(const struct api_answer *answer, size_t i)
{
    return element_is(answer->body, i, JV_KIND_TRUE);
}
