#include "enrich/kept_bookmarks.h"
#include "base/lines.h"
#include "json/json.h"
#include "json/json_string.h"

#include <jv.h>
#include <stdlib.h>
#include <string.h>

struct kept_bookmarks {
    struct json_paths *line;
    int bookmarks; /* its slot */
    jv texts;      /* an object: the JSON of each bookmark by its name */
};

struct kept_bookmarks *kept_bookmarks_new(struct error *error)
{
    struct kept_bookmarks *kept = calloc(1, sizeof *kept);

    if (!kept) {
        (void)error_no_memory(error);
        return NULL;
    }
    kept->texts = jv_object();
    if ((kept->line = json_paths_new(error)) &&
        (kept->bookmarks = json_paths_add(kept->line, "value.bookmarks", error)) >= 0)
        return kept;
    kept_bookmarks_free(kept);
    return NULL;
}

/* The names in an object, as an array. Names with a NUL, which a path cannot have, are left out.
 * Not valid if the object is deeper than a value of jq's may be. */
static jv names_in(const struct json_value *object)
{
    jv parsed = jv_parse_sized(object->raw, (int)object->raw_length), names = jv_array();

    if (jv_get_kind(parsed) != JV_KIND_OBJECT) {
        jv_free(names);
        jv_free(parsed);
        return jv_invalid();
    }
    jv_object_foreach(parsed, name, value)
    {
        jv_free(value);
        if (strlen(jv_string_value(name)) == (size_t)jv_string_length_bytes(jv_copy(name)))
            names = jv_array_append(names, name);
        else
            jv_free(name);
    }
    jv_free(parsed);
    return names;
}

/* Keeps in *texts the JSON of each of these bookmarks. False with *error (EX_OSERR). */
static bool read_texts(const struct json_value *bookmarks, jv names, jv *texts, struct error *error)
{
    struct json_paths *paths = json_paths_new(error);
    int count = jv_array_length(jv_copy(names));
    bool done = paths != NULL;

    for (int i = 0; done && i < count; i++) {
        jv name = jv_array_get(jv_copy(names), i);
        const char *path = jv_string_value(name);
        done = json_paths_add_members(paths, &path, 1, error) == i;
        jv_free(name);
    }
    done = done && json_scan(paths, bookmarks->raw, bookmarks->raw_length, error);
    for (int i = 0; done && i < count; i++) {
        const struct json_value *value = json_value(paths, i);
        *texts = jv_object_set(*texts, jv_array_get(jv_copy(names), i),
                               jv_string_sized(value->raw, (int)value->raw_length));
    }
    json_paths_free(paths);
    return done;
}

/* Appends the bookmarks that are kept and not in `texts`, each behind a comma if one is before it.
 */
static bool append_others(const struct kept_bookmarks *kept, jv texts, bool has_some,
                          struct buffer *out)
{
    bool done = true;

    jv_object_foreach(kept->texts, name, text)
    {
        if (done && !jv_object_has(jv_copy(texts), jv_copy(name))) {
            done = (!has_some || buffer_append_string(out, ",")) &&
                   json_quote(jv_string_value(name), strlen(jv_string_value(name)), out) &&
                   buffer_append_string(out, ":") &&
                   buffer_append_string(out, jv_string_value(text));
            has_some = true;
        }
        jv_free(name);
        jv_free(text);
    }
    return done;
}

/* Puts the line into *out with the kept bookmarks that are not in `texts`. */
static bool join_bookmarks(const struct kept_bookmarks *kept, const char *line, size_t length,
                           const struct json_value *bookmarks, jv texts, struct buffer *out)
{
    const char *end = bookmarks->raw + bookmarks->raw_length - 1;
    size_t first = 1 + strspn(bookmarks->raw + 1, " \t\r\n");
    bool has_some = bookmarks->raw[first] != '}';

    out->length = 0;
    return buffer_append(out, line, (size_t)(end - line)) &&
           append_others(kept, texts, has_some, out) &&
           buffer_append(out, end, length - (size_t)(end - line));
}

/* Joins and keeps the bookmarks of a message whose value has some. */
static bool take_bookmarks(struct kept_bookmarks *kept, const char *line, size_t length, jv names,
                           struct buffer *out, struct error *error)
{
    const struct json_value *bookmarks = json_value(kept->line, kept->bookmarks);
    jv texts = jv_object();
    bool done = read_texts(bookmarks, names, &texts, error);

    if (done && !join_bookmarks(kept, line, length, bookmarks, texts, out))
        done = error_no_memory(error);
    if (done && out->length > LINES_LONGEST) {
        jv_free(kept->texts);
        kept->texts = jv_object();
        out->length = 0;
        done = buffer_append(out, line, length) || error_no_memory(error);
    }
    if (done)
        kept->texts = jv_object_merge(kept->texts, jv_copy(texts));
    jv_free(texts);
    return done;
}

bool kept_bookmarks_add(struct kept_bookmarks *kept, const char *line, size_t length,
                        struct buffer *out, struct error *error)
{
    jv names = jv_invalid();
    bool done;

    if (!json_scan(kept->line, line, length, error))
        return false;
    if (json_value(kept->line, kept->bookmarks)->kind == JSON_OBJECT)
        names = names_in(json_value(kept->line, kept->bookmarks));
    if (jv_is_valid(names)) {
        done = take_bookmarks(kept, line, length, names, out, error);
    } else {
        out->length = 0;
        done = buffer_append(out, line, length) || error_no_memory(error);
    }
    jv_free(names);
    return done;
}

void kept_bookmarks_free(struct kept_bookmarks *kept)
{
    if (!kept)
        return;
    json_paths_free(kept->line);
    jv_free(kept->texts);
    free(kept);
}
