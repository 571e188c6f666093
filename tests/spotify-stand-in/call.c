#include "call.h"

#include "query.h"

#define PAGE_LIMIT    50
#define DEFAULT_LIMIT 20

bool call_read_number(struct call *call, const char *name, int64_t least, int64_t most,
                      const char *refusal, int64_t *number)
{
    struct text value = {0};
    bool good = true;

    if (query_get(call->request->query, name, &value))
        good = query_number(value.bytes, number) && *number >= least && *number <= most;
    text_free(&value);
    if (!good)
        answer_error(call->answer, 400, refusal);
    return good;
}

bool call_read_limit(struct call *call)
{
    call->limit = DEFAULT_LIMIT;
    if (!call_read_number(call, "limit", 1, PAGE_LIMIT, "Invalid limit", &call->limit))
        return false;
    if (call->in->page_cap > 0 && call->limit > call->in->page_cap)
        call->limit = call->in->page_cap;
    return true;
}

bool call_read_page(struct call *call)
{
    call->offset = 0;
    return call_read_limit(call) &&
           call_read_number(call, "offset", 0, INT32_MAX, "Invalid offset", &call->offset);
}

void call_add_own_url(struct call *call, const char *path)
{
    text_add(call->body, call->in->next_url != NULL ? call->in->next_url : call->in->base);
    text_add(call->body, path);
}

static void add_page_url(struct call *call, int64_t offset)
{
    text_add(call->body, "\"");
    call_add_own_url(call, call->request->path);
    text_add(call->body, "?offset=");
    text_number(call->body, offset);
    text_add(call->body, "&limit=");
    text_number(call->body, call->limit);
    text_add(call->body, call->carry != NULL ? call->carry : "");
    text_add(call->body, "\"");
}

void call_add_page_items(struct call *call, size_t from, size_t to, write_item *write)
{
    size_t null_place = from + (to - from) / 2;

    if (call->odd->few_items)
        to = null_place;
    text_add(call->body, "\"items\":[");
    for (size_t place = from; place < to; place++) {
        bool null = call->odd->nulls || (call->odd->null_item && place == null_place);
        if (null || !write(call, call->places != NULL ? call->places[place] : place)) {
            if (!null && !call->in->hidden_null)
                continue;
            text_add(call->body, "null");
        }
        text_add(call->body, ",");
    }
    text_drop_last(call->body, ',');
    text_add(call->body, "]");
}

int64_t call_held(const struct call *call, size_t total)
{
    int64_t only = call->odd->only;
    return only >= 0 && only < (int64_t)total ? only : (int64_t)total;
}

size_t call_overlapped(const struct call *call, size_t place)
{
    int64_t begin = (int64_t)place - call->odd->overlap;
    return begin > 0 ? (size_t)begin : 0;
}

/* Where the page begins that is asked for. */
static int64_t first_place(const struct call *call)
{
    const struct oddities *odd = call->odd;

    if (odd->first_page || call->offset == 0)
        return 0;
    int64_t drift = odd->drift * (call->offset / call->limit);
    return (int64_t)call_overlapped(call,
                                    (size_t)(call->offset > drift ? call->offset - drift : 0));
}

void call_answer_page(struct call *call, size_t total, write_item *write)
{
    struct text *body = call->body;
    int64_t held = call_held(call, total);
    int64_t count = oddities_total(call->odd, held);
    int64_t begin = first_place(call);
    int64_t from = begin < held ? begin : held;
    int64_t to = held - from > call->limit ? from + call->limit : held;
    int64_t before = call->offset > call->limit ? call->offset - call->limit : 0;

    text_add(body, "{\"href\":");
    add_page_url(call, call->offset);
    text_add(body, ",");
    call_add_page_items(call, (size_t)from, (size_t)to, write);
    text_add(body, ",\"limit\":");
    text_number(body, call->limit);
    text_add(body, ",\"next\":");
    if (call->offset + call->limit < count)
        add_page_url(call, call->offset + call->limit);
    else
        text_add(body, "null");
    if (!call->odd->offset_untold) {
        text_add(body, ",\"offset\":");
        text_number(body, (call->odd->first_page ? 0 : call->offset) + call->odd->offset_added);
    }
    text_add(body, ",\"previous\":");
    if (call->offset > 0)
        add_page_url(call, before);
    else
        text_add(body, "null");
    text_add(body, ",\"total\":");
    text_number(body, count);
    text_add(body, "}");
}

size_t call_seen(struct call *call, size_t count, write_of_place *write_of)
{
    const struct writes *writes = &call->in->writes;
    size_t seen = 0;

    if (writes_all_seen(writes))
        return count;
    call->places = must_resize(call->places, count, sizeof *call->places);
    for (size_t place = 0; place < count; place++) {
        if (writes_seen(writes, write_of(call, place)))
            call->places[seen++] = place;
    }
    return seen;
}

void call_add_raw(struct call *call, uint32_t raw)
{
    struct slice piece = library_raw(&call->in->library, raw);
    text_bytes(call->body, piece.bytes, piece.length);
}
