#include "api/write_and_wait.h"

struct api_answer *api_write_and_wait(struct api *api, const struct api_write *write,
                                      struct error *error)
{
    struct api_queue *queue = api_queue_open(api, error);
    struct api_answer *answer = NULL;

    if (queue && api_write(queue, write, NULL, error))
        while (!(answer = api_next(queue)) && api_wait(api, -1, NULL, error))
            continue;
    api_queue_close(queue);
    return answer;
}
