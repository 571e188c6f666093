#include "track_reading.h"
#include "json/member.h"

#include <string.h>

bool track_reading_add_gap(struct track_reading *reading, int64_t place, struct error *error)
{
    return buffer_append(&reading->gaps, &place, sizeof place) || error_no_memory(error);
}

const int64_t *track_reading_gaps(const struct track_reading *reading, size_t *count)
{
    *count = reading->gaps.length / sizeof(int64_t);
    return (const int64_t *)(const void *)reading->gaps.bytes;
}

static bool add_id(struct ids **ids, const char *id, struct error *error)
{
    if (!*ids && !(*ids = ids_new(error)))
        return false;
    return ids_add(*ids, id, strlen(id), NULL, error);
}

bool track_reading_add_unshown(struct track_reading *reading, const char *id, struct error *error)
{
    return add_id(&reading->unshown, id, error);
}

bool track_reading_add_kept(struct track_reading *reading, const char *id, struct error *error)
{
    return add_id(&reading->kept, id, error);
}

bool track_reading_keep_hidden(struct track_reading *reading, const struct track_reading *earlier,
                               struct error *error)
{
    if (earlier->list.total < 0)
        return true;
    reading_keep_hidden(&reading->list, &earlier->list);
    reading->gaps.length = 0;
    if (!buffer_append(&reading->gaps, earlier->gaps.bytes, earlier->gaps.length))
        return error_no_memory(error);
    for (size_t i = 0; earlier->unshown && i < ids_count(earlier->unshown); i++)
        if (!track_reading_add_unshown(reading, ids_get(earlier->unshown, i), error))
            return false;
    return true;
}

bool track_reading_has_unshown(const struct track_reading *reading, const char *id, size_t length)
{
    return reading->unshown && ids_has(reading->unshown, id, length);
}

bool track_reading_has_kept(const struct track_reading *reading, const char *id, size_t length)
{
    return reading->kept && ids_has(reading->kept, id, length);
}

/* Takes an element of `gaps`, or an id into *ids. What makes no sense is passed over. */
static bool take_element(struct track_reading *reading, struct ids **ids, jv element,
                         struct error *error)
{
    const char *id = jv_get_kind(element) == JV_KIND_STRING ? jv_string_value(element) : NULL;
    int64_t place;

    if (id)
        return !ids || !ids_valid(id, strlen(id)) || add_id(ids, id, error);
    return !member_whole_number(jv_copy(element), &place) || place == 0 ||
           track_reading_add_gap(reading, place, error);
}

static bool take_elements(struct track_reading *reading, struct ids **ids, jv array,
                          struct error *error)
{
    int count = jv_get_kind(array) == JV_KIND_ARRAY ? jv_array_length(jv_copy(array)) : 0;
    bool taken = true;

    for (int i = 0; taken && i < count; i++) {
        jv element = jv_array_get(jv_copy(array), i);
        taken = take_element(reading, ids, element, error);
        jv_free(element);
    }
    jv_free(array);
    return taken;
}

bool track_reading_parse(struct track_reading *reading, const char *line, size_t length,
                         struct error *error)
{
    const char *text = memchr(line, '{', length);
    jv object;
    bool parsed;

    if (!reading_parse(&reading->list, line, length, error))
        return false;
    object = jv_parse_sized(text, (int)(length - (size_t)(text - line)));
    (void)member_number(object, "first_total", &reading->first_total);
    reading->confirmed = member_has(object, "confirmed");
    parsed = take_elements(reading, NULL, member_get(object, "gaps"), error) &&
             take_elements(reading, &reading->unshown, member_get(object, "unshown"), error) &&
             take_elements(reading, &reading->kept, member_get(object, "kept"), error);
    jv_free(object);
    return parsed;
}

static bool print_gaps(const struct track_reading *reading, struct buffer *out)
{
    size_t count;
    const int64_t *gaps = track_reading_gaps(reading, &count);
    bool printed = count == 0 || buffer_append_string(out, ",\"gaps\":[");

    for (size_t i = 0; printed && i < count; i++)
        printed = buffer_append_format(out, "%s%lld", i ? "," : "", (long long)gaps[i]);
    return printed && (count == 0 || buffer_append_string(out, "]"));
}

static bool print_ids(const char *name, const struct ids *ids, struct buffer *out)
{
    bool printed = !ids || buffer_append_format(out, ",\"%s\":[", name);

    for (size_t i = 0; printed && ids && i < ids_count(ids); i++)
        printed = buffer_append_format(out, "%s\"%s\"", i ? "," : "", ids_get(ids, i));
    return printed && (!ids || buffer_append_string(out, "]"));
}

bool track_reading_print(const struct track_reading *reading, struct buffer *out)
{
    if (!reading_print(&reading->list, out))
        return false;
    out->length--; /* the closing brace */
    return print_gaps(reading, out) && print_ids("unshown", reading->unshown, out) &&
           print_ids("kept", reading->kept, out) &&
           (reading->first_total < 0 ||
            buffer_append_format(out, ",\"first_total\":%lld", (long long)reading->first_total)) &&
           (!reading->confirmed || buffer_append_string(out, ",\"confirmed\":true")) &&
           buffer_append_string(out, "}");
}

void track_reading_clear(struct track_reading *reading)
{
    const struct track_reading none = TRACK_READING_NONE;

    reading_clear(&reading->list);
    buffer_free(&reading->gaps);
    ids_free(reading->unshown);
    ids_free(reading->kept);
    *reading = none;
}
