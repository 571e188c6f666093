#include "still_saved.h"
#include "api/library_contains.h"
#include "base/buffer.h"
#include "base/log.h"

static enum still_saved read_answer(const struct api_answer *answer, size_t count)
{
    if (answer->outcome != API_ANSWERED) {
        log_info("Spotify does not say which tracks are still saved: %s", answer->error.text);
        return STILL_SAVED_UNKNOWN;
    }
    for (size_t i = 0; i < count; i++)
        if (library_contains_at(answer, i))
            return STILL_SAVED_SOME;
    return STILL_SAVED_NONE;
}

/* Asks about `count` tracks from number `first` on. */
static bool ask_batch(struct api *api, const struct ids *tracks, size_t first, size_t count,
                      enum still_saved *said, struct error *error)
{
    struct api_answer *answer = NULL;
    struct buffer uris = {0};
    bool listed = true;

    for (size_t i = 0; listed && i < count; i++)
        listed = buffer_append_format(&uris, "%sspotify:track:%s", i ? "," : "",
                                      ids_get(tracks, first + i));
    if (listed)
        answer = library_contains_ask(api, uris.bytes, count, error);
    else
        (void)error_no_memory(error);
    if (answer)
        *said = read_answer(answer, count);
    api_answer_free(answer);
    buffer_free(&uris);
    return answer != NULL;
}

bool still_saved_ask(struct api *api, const struct ids *tracks, enum still_saved *answer,
                     struct error *error)
{
    size_t all = ids_count(tracks);

    *answer = STILL_SAVED_NONE;
    for (size_t first = 0; *answer == STILL_SAVED_NONE && first < all;
         first += LIBRARY_CONTAINS_MOST) {
        size_t count = all - first < LIBRARY_CONTAINS_MOST ? all - first : LIBRARY_CONTAINS_MOST;
        if (!ask_batch(api, tracks, first, count, answer, error))
            return false;
    }
    return true;
}
