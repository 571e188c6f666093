#include "api/profile.h"
#include "api/ask.h"

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

/* The answer must tell who it is, in a text without a NUL. */
static const char *check(void *context, jv profile)
{
    jv id = jv_invalid();
    bool has = false;

    (void)context;
    if (jv_get_kind(profile) == JV_KIND_OBJECT)
        id = jv_object_get(jv_copy(profile), jv_string("id"));
    if (jv_get_kind(id) == JV_KIND_STRING) {
        size_t length = (size_t)jv_string_length_bytes(jv_copy(id));
        has = length > 0 && strlen(jv_string_value(id)) == length;
    }
    jv_free(id);
    return has ? NULL : "it does not say who the user is";
}

bool profile_fetch(struct api *api, jv *profile, int64_t *received_at, int64_t *reset_at,
                   struct error *error)
{
    struct api_answer *answer = ask(api, ENDPOINT, ENDPOINT, check, NULL, reset_at, error);

    if (!answer)
        return false;
    *profile = jv_copy(answer->body);
    *received_at = answer->received_at;
    api_answer_free(answer);
    return true;
}
