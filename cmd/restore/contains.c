#include "contains.h"
#include "api/get_and_wait.h"
#include "base/buffer.h"

static const char contains_endpoint[] = "/me/library/contains";

static const char *check_answer(void *count, jv *body, int tries)
{
    size_t expected = *(const size_t *)count;

    (void)tries;
    if (jv_get_kind(*body) != JV_KIND_ARRAY || jv_array_length(jv_copy(*body)) != (int)expected)
        return "it is no list of as many answers";
    for (int i = 0; i < (int)expected; i++) {
        jv element = jv_array_get(jv_copy(*body), i);
        jv_kind kind = jv_get_kind(element);
        jv_free(element);
        if (kind != JV_KIND_TRUE && kind != JV_KIND_FALSE)
            return "it has something other than yes or no";
    }
    return NULL;
}

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
    struct buffer path = {0};
    struct api_answer *answer = NULL;

    if (!buffer_append_string(&path, "/me/library/contains?uris=") ||
        !contains_add_uris(&path, items, count))
        (void)error_no_memory(error);
    else
        answer = api_get_and_wait(api, contains_endpoint, path.bytes, check_answer, &count, error);
    buffer_free(&path);
    if (!answer)
        return false;
    for (size_t i = 0; i < count; i++) {
        jv element = jv_array_get(jv_copy(answer->body), (int)i);
        is_there[i] = jv_get_kind(element) == JV_KIND_TRUE;
        jv_free(element);
    }
    api_answer_free(answer);
    return true;
}
