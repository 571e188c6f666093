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
        return "its total has changed since the last answer";
    return reason;
}

/* Whether a page is taken although it contradicts itself; if so, it is settled. */
static bool believe(struct page_request *request, jv *body, int tries)
{
    struct page_envelope *envelope = &request->envelope;
    int64_t surplus = request->offset + envelope->items - envelope->total;
    int64_t lacking = envelope->lacking + envelope->blank;
    bool is_known = lacking > 0 && lacking <= request->hidden;

    if (request->surplus && surplus > 0 && surplus <= *request->surplus)
        return true;
    return (tries >= BELIEVED_AT || is_known) &&
           page_envelope_settle(envelope, request->offset, is_known || request->shows_nothing,
                                body);
}

static const char *check_page(void *context, jv *body, int tries)
{
    struct page_request *request = context;
    struct page_envelope *envelope = &request->envelope;
    const char *reason;
    bool is_page;

    envelope->told = -1;
    reason = page_envelope_read(*body, request->offset, request->size, envelope);
    is_page = !reason;
    if (request->may_be_blank)
        envelope->blank = 0;
    if (is_page &&
        (!(reason = find_contradiction(request, tries)) || believe(request, body, tries)))
        return NULL;
    if (envelope->told >= 0) {
        request->was_refused = true;
        request->refused_total = envelope->told;
    }
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
