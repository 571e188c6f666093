#include "json/json_edit.h"
#include "json/json.h"
#include "json/json_string.h"

#include <string.h>

enum { DEEPEST_PATH = 8 };

/* Appends `"name":`, and for the names behind it objects that hold only the next one. */
static bool append_member(const char *const path[], size_t depth, const char *value_json,
                          struct buffer *out)
{
    for (size_t i = 0; i < depth; i++)
        if ((i > 0 && !buffer_append_string(out, "{")) ||
            !json_quote(path[i], strlen(path[i]), out) || !buffer_append_string(out, ":"))
            return false;
    if (!buffer_append_string(out, value_json))
        return false;
    for (size_t i = 1; i < depth; i++)
        if (!buffer_append_string(out, "}"))
            return false;
    return true;
}

static bool is_empty_object(const char *raw, size_t length)
{
    for (size_t i = 1; i + 1 < length; i++)
        if (!strchr(" \t\r\n", raw[i]) || !raw[i])
            return false;
    return true;
}

bool json_set(const char *text, size_t length, const char *const path[], size_t depth,
              const char *value_json, struct buffer *out, struct error *error)
{
    struct json_paths *paths = NULL;
    const struct json_value *place;
    size_t found = 0, unchanged, begin = out->length;
    int slots[DEEPEST_PATH + 1];
    bool done = false;

    if (depth == 0 || depth > DEEPEST_PATH)
        return error_set(error, EX_SOFTWARE, "a path of %zu members", depth);
    paths = json_paths_new(error);
    if (!paths)
        return false;
    for (size_t i = 0; i <= depth; i++) {
        slots[i] = json_paths_add_members(paths, path, i, error);
        if (slots[i] < 0)
            goto out;
    }
    if (!json_scan(paths, text, length, error))
        goto out;
    while (found < depth && json_value(paths, slots[found + 1])->kind != JSON_ABSENT)
        found++;
    place = json_value(paths, slots[found]);
    if (found == depth) {
        unchanged = (size_t)(place->raw - text);
        done = buffer_append(out, text, unchanged) && buffer_append_string(out, value_json);
        unchanged += place->raw_length;
    } else if (place->kind == JSON_OBJECT) {
        unchanged = (size_t)(place->raw - text) + place->raw_length - 1;
        done = buffer_append(out, text, unchanged) &&
               (is_empty_object(place->raw, place->raw_length) || buffer_append_string(out, ",")) &&
               append_member(path + found, depth - found, value_json, out);
    } else {
        (void)error_set(error, EX_DATAERR, "%s%.80s is not an object", found ? "member " : "it",
                        found ? path[found - 1] : "");
        goto out;
    }
    done = done && buffer_append(out, text + unchanged, length - unchanged);
    if (!done) {
        out->length = begin;
        (void)error_no_memory(error);
    }
out:
    json_paths_free(paths);
    return done;
}
