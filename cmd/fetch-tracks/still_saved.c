#include "still_saved.h"
#include "base/buffer.h"
#include "base/log.h"

/* As many as Spotify answers at once. */
enum { BATCH = 40 };

static const char endpoint[] = "/me/library/contains";

static bool element_is(jv array, int index, jv_kind kind)
{
    jv element = jv_array_get(jv_copy(array), index);
    bool is = jv_get_kind(element) == kind;

    jv_free(element);
    return is;
}

static const char *check_batch(void *context, jv *body, int tries)
{
    const int *count = context;
    bool fits = jv_get_kind(*body) == JV_KIND_ARRAY && jv_array_length(jv_copy(*body)) == *count;

    (void)tries;
    for (int i = 0; fits && i < *count; i++)
        fits = element_is(*body, i, JV_KIND_TRUE) || element_is(*body, i, JV_KIND_FALSE);
    return fits ? NULL : "it does not say true or false of each track";
}

static enum still_saved read_answer(const struct api_answer *answer)
{
    if (answer->outcome != API_ANSWERED) {
        log_info("Spotify does not say which tracks are still saved: %s", answer->error.text);
        return STILL_SAVED_UNKNOWN;
    }
    for (int i = 0; i < jv_array_length(jv_copy(answer->body)); i++)
        if (element_is(answer->body, i, JV_KIND_TRUE))
            return STILL_SAVED_SOME;
    return STILL_SAVED_NONE;
}

static bool await_answer(struct api *api, struct api_queue *queue, enum still_saved *said,
                         struct error *error)
{
    struct api_answer *answer;

    while (!(answer = api_next(queue)))
        if (!api_wait(api, -1, NULL, error))
            return false;
    *said = read_answer(answer);
    api_answer_free(answer);
    return true;
}

/* Asks about `count` tracks from number `first` on. */
static bool ask_batch(struct api *api, struct api_queue *queue, const struct ids *tracks,
                      size_t first, int count, enum still_saved *said, struct error *error)
{
    struct buffer path = {0};
    bool done = buffer_append_format(&path, "%s?uris=", endpoint);

    for (int i = 0; done && i < count; i++)
        done = buffer_append_format(&path, "%sspotify:track:%s", i ? "," : "",
                                    ids_get(tracks, first + (size_t)i));
    if (!done || !buffer_string(&path))
        done = error_no_memory(error);
    done = done && api_get(queue, endpoint, path.bytes, check_batch, &count, error) &&
           await_answer(api, queue, said, error);
    buffer_free(&path);
    return done;
}

bool still_saved_ask(struct api *api, struct api_queue *queue, const struct ids *tracks,
                     enum still_saved *answer, struct error *error)
{
    size_t all = ids_count(tracks);

    *answer = STILL_SAVED_NONE;
    for (size_t first = 0; *answer == STILL_SAVED_NONE && first < all; first += BATCH) {
        int count = (int)(all - first < BATCH ? all - first : BATCH);
        if (!ask_batch(api, queue, tracks, first, count, answer, error))
            return false;
    }
    return true;
}
