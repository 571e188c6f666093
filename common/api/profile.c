#include "api/profile.h"
#include "api/get_and_wait.h"
#include "json/json_print.h"
#include "json/member.h"

#include <string.h>

#define ENDPOINT "/me"

enum { LONGEST_REMEMBERED = 16 * 1024 };

/* The answer must say who it is, in a text without a NUL. */
static const char *check_profile(void *context, jv *profile, int tries)
{
    jv id = member_get(*profile, "id");
    bool has = false;

    (void)context;
    (void)tries;
    if (jv_get_kind(id) == JV_KIND_STRING) {
        size_t length = (size_t)jv_string_length_bytes(jv_copy(id));
        has = length > 0 && strlen(jv_string_value(id)) == length;
    }
    jv_free(id);
    return has ? NULL : "it does not say who the user is";
}

bool profile_fetch(struct api *api, jv *profile, int64_t *received_at, struct error *error)
{
    struct api_answer *answer =
        api_get_and_wait(api, ENDPOINT, ENDPOINT, check_profile, NULL, error);

    if (!answer)
        return false;
    *profile = jv_copy(answer->body);
    *received_at = answer->received_at;
    api_answer_free(answer);
    return true;
}

bool profile_print(jv profile, char **text)
{
    struct buffer line = {0};
    bool printed = json_print(profile, &line) && buffer_string(&line);

    *text = printed && line.length <= LONGEST_REMEMBERED ? strdup(line.bytes) : NULL;
    printed = printed && (*text || line.length > LONGEST_REMEMBERED);
    buffer_free(&line);
    return printed;
}
