#include "api/get_and_wait.h"

struct api_answer *api_get_and_wait(struct api *api, const char *endpoint, const char *path,
                                    api_check *check, void *context, struct error *error)
{
    struct api_queue *queue = api_queue_open(api, error);
    struct api_answer *answer = NULL;

    if (queue && api_get(queue, endpoint, path, check, context, error))
        answer = api_await(queue, error);
    if (answer && answer->outcome != API_ANSWERED) {
        *error = answer->error;
        api_answer_free(answer);
        answer = NULL;
    }
    api_queue_close(queue);
    return answer;
}
