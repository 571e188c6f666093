#include "exchange.h"

void answer_reset(struct answer *answer, unsigned status)
{
    answer->status = status;
    answer->content_type = "application/json; charset=utf-8";
    answer->body.length = 0;
    answer->location.length = 0;
    answer->retry_after = -1;
    answer->write_line = NULL;
}

void answer_error(struct answer *answer, unsigned status, const char *message)
{
    answer_reset(answer, status);
    text_format(&answer->body, "{\"error\":{\"status\":%u,\"message\":", status);
    text_json(&answer->body, message);
    text_add(&answer->body, "}}");
}

void answer_free(struct answer *answer)
{
    text_free(&answer->body);
    text_free(&answer->location);
}
