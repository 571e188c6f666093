#include "api/ask.h"

struct api_answer *ask(struct api *api, const char *endpoint, const char *path, ask_check *check,
                       void *context, int64_t *reset_at, struct error *error)
{
    struct api_answer *answer = NULL;

    if (!api_get(api, endpoint, path, NULL, error))
        return NULL;
    while (!answer) {
        const char *reason;
        while (!(answer = api_next(api)))
            if (!api_wait(api, -1, NULL, error))
                return NULL;
        if (answer->outcome == API_ANSWERED && (reason = check(context, answer->body))) {
            api_reject(api, answer, reason);
            answer = NULL;
        }
    }
    switch (answer->outcome) {
    case API_ANSWERED:
        return answer;
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
    return NULL;
}
