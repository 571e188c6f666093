#include "list/page_request.h"

#include <stdio.h>
#include <string.h>

/* A contradiction is believed when it was told so often. */
enum { BELIEVED_AT = 3 };

/* What the page says that cannot be, by itself or beside an answer that was refused; NULL: nothing.
 */
static const char *find_contradiction(const struct page_request *request, int tries)
{
    const char *reason = page_envelope_contradiction(&request->envelope, request->offset);

    if (!reason && request->was_refused && tries < BELIEVED_AT &&
        request->envelope.told != request->refused_total)
        return "its total is another one than a moment ago";
    return reason;
}

static const char *check_page(void *context, jv *body, int tries)
{
    struct page_request *request = context;
    const char *reason =
        page_envelope_read(*body, request->offset, request->size, &request->envelope);
    bool is_known;
    int64_t lacking, surplus = request->offset + request->envelope.items - request->envelope.total;

    if (request->may_be_blank)
        request->envelope.blank = 0;
    if (reason || !(reason = find_contradiction(request, tries)))
        return reason;
    if (request->surplus && surplus > 0 && surplus <= *request->surplus)
        return NULL;
    request->was_refused = true;
    request->refused_total = request->envelope.told;
    lacking = request->envelope.lacking + request->envelope.blank;
    is_known = lacking > 0 && lacking <= request->hidden;
    if ((tries >= BELIEVED_AT || is_known) &&
        page_envelope_settle(&request->envelope, request->offset,
                             is_known || request->shows_nothing, body))
        return NULL;
    return reason;
}

bool page_request_send(struct page_request *request, struct api_queue *queue, const char *endpoint,
                       const char *path, struct error *error)
{
    char paged[256];

    (void)snprintf(paged, sizeof paged, "%s%coffset=%lld&limit=%ld", path,
                   strchr(path, '?') ? '&' : '?', (long long)request->offset, request->size);
    return api_get(queue, endpoint, paged, check_page, request, error);
}
