#include "place.h"

#include "query.h"

#include <stdlib.h>

void place_init(struct place *place)
{
    *place = (struct place){.endpoint = ENDPOINT_COUNT, .most_offset = INT64_MAX};
}

/* A, A-B or A-, up to `end`. */
static bool read_offsets(const char *text, const char *end, struct place *place)
{
    char *at;

    if (*text < '0' || *text > '9')
        return false;
    place->least_offset = place->most_offset = strtoll(text, &at, 10);
    if (*at == '-' && at + 1 == end)
        return place->most_offset = INT64_MAX, true;
    if (*at == '-' && at[1] >= '0' && at[1] <= '9')
        place->most_offset = strtoll(at + 1, &at, 10);
    return at == end;
}

bool place_read(const char *text, size_t length, struct place *place)
{
    const char *end = text + length;
    const char *slash = memchr(text, '/', length);
    size_t name = slash != NULL ? (size_t)(slash - text) : length;

    place_init(place);
    if (slash != NULL && !read_offsets(slash + 1, end, place))
        return false;
    if (!spotify_id_well_formed(text, name))
        return endpoint_named(text, name, &place->endpoint);
    memcpy(place->id, text, name);
    return true;
}

static int64_t asked_offset(const struct request *request)
{
    struct text value = {0};
    int64_t offset = 0;

    if (query_get(request->query, "offset", &value))
        (void)query_number(value.bytes, &offset);
    text_free(&value);
    return offset;
}

bool place_has(const struct place *place, const struct request *request)
{
    enum endpoint endpoint = request->endpoint;

    if (place->endpoint != endpoint &&
        !(place->endpoint == ENDPOINT_COUNT && endpoint_is_api(endpoint)))
        return false;
    if (strstr(request->path, place->id) == NULL && strstr(request->query, place->id) == NULL &&
        strstr(request->body, place->id) == NULL)
        return false;
    if (place->least_offset == 0 && place->most_offset == INT64_MAX)
        return true;
    int64_t offset = asked_offset(request);
    return offset >= place->least_offset && offset <= place->most_offset;
}
