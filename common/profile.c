#include "profile.h"
#include "messages.h"

#include <string.h>

#define ENDPOINT "/me"

char *profile_text(jv profile, const char *member)
{
    jv value = jv_object_get(jv_copy(profile), jv_string(member));
    char *text = NULL;

    if (jv_get_kind(value) == JV_KIND_STRING)
        text = strdup(jv_string_value(value));
    jv_free(value);
    return text;
}

/* Whether the answer tells who it is, in a text without a NUL. */
static bool has_id(jv profile)
{
    jv id = jv_invalid();
    bool has = false;

    if (jv_get_kind(profile) == JV_KIND_OBJECT)
        id = jv_object_get(jv_copy(profile), jv_string("id"));
    if (jv_get_kind(id) == JV_KIND_STRING) {
        size_t length = (size_t)jv_string_length_bytes(jv_copy(id));
        has = length > 0 && strlen(jv_string_value(id)) == length;
    }
    jv_free(id);
    return has;
}

bool profile_fetch(struct api *api, jv *profile, int64_t *received_at, int64_t *reset_at,
                   struct error *error)
{
    struct api_answer *answer;
    bool fetched = false;

    if (!api_get(api, ENDPOINT, ENDPOINT, NULL, error))
        return false;
    for (;;) {
        while (!(answer = api_next(api)))
            if (!api_wait(api, -1, NULL, error))
                return false;
        if (answer->outcome != API_ANSWERED || has_id(answer->body))
            break;
        api_reject(api, answer, "it does not say who the user is");
    }
    switch (answer->outcome) {
    case API_ANSWERED:
        *profile = jv_copy(answer->body);
        *received_at = answer->received_at;
        fetched = true;
        break;
    case API_LIMITED:
        *reset_at = answer->reset_at;
        *error = answer->error;
        break;
    case API_REFUSED:
    case API_FAILED:
        *error = answer->error;
        break;
    }
    api_answer_free(answer);
    return fetched;
}
