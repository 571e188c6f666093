#include "edits.h"

#include <stdlib.h>

bool edits_add(struct edits *edits, const char *text)
{
    struct edit edit;
    struct slice value;
    const char *colon = strchr(text, ':');
    const char *equals = colon != NULL ? strchr(colon, '=') : NULL;

    if (*text == '\0') {
        edits_free(edits);
        return true;
    }
    if (equals == NULL || equals == colon + 1 ||
        !place_read(text, (size_t)(colon - text), &edit.place) ||
        (equals[1] != '\0' && !slice_whole(equals + 1, strlen(equals + 1), &value)))
        return false;
    edit.path = must_copy(colon + 1, (size_t)(equals - colon - 1));
    edit.json = must_copy(equals + 1, strlen(equals + 1));
    edits->edits = must_resize(edits->edits, edits->count + 1, sizeof *edits->edits);
    edits->edits[edits->count++] = edit;
    return true;
}

/* The path below its first step. */
static const char *path_rest(const char *path)
{
    const char *rest = path + strcspn(path, ".");
    return *rest == '.' ? rest + 1 : rest;
}

static bool step_is(const char *path, const char *name, size_t length)
{
    size_t step = strcspn(path, ".");
    return (step == 1 && *path == '*') || (step == length && memcmp(path, name, length) == 0);
}

/* Writes what the first step of the path leads to. False if it is to be taken away. */
static bool write_below(struct text *to, const char *lead, size_t length, struct slice value,
                        const char *path, const char *json)
{
    const char *rest = path_rest(path);

    if (*rest == '\0' && *json == '\0')
        return false;
    text_bytes(to, lead, length);
    edits_write(to, value, rest, json);
    return true;
}

static void write_object(struct text *to, struct slice object, const char *path, const char *json)
{
    struct slice key, value;
    size_t at = 0;
    bool found = false;

    text_add(to, "{");
    while (slice_next_member(object, &at, &key, &value)) {
        struct slice name = slice_inside(key);
        size_t lead = (size_t)(value.bytes - key.bytes);
        bool here = step_is(path, name.bytes, name.length);
        found = found || here;
        if (!here)
            text_bytes(to, key.bytes, lead + value.length);
        else if (!write_below(to, key.bytes, lead, value, path, json))
            continue;
        text_add(to, ",");
    }
    if (!found && *path_rest(path) == '\0' && *json != '\0' && *path != '*')
        text_format(to, "\"%s\":%s", path, json);
    text_drop_last(to, ',');
    text_add(to, "}");
}

static void write_array(struct text *to, struct slice array, const char *path, const char *json)
{
    struct slice item;
    size_t at = 0;

    text_add(to, "[");
    for (size_t index = 0; slice_next(array, &at, &item); index++) {
        struct text name = {0};
        text_number(&name, (int64_t)index);
        bool here = step_is(path, name.bytes, name.length);
        text_free(&name);
        if (!here)
            text_bytes(to, item.bytes, item.length);
        else if (!write_below(to, "", 0, item, path, json))
            continue;
        text_add(to, ",");
    }
    text_drop_last(to, ',');
    text_add(to, "]");
}

void edits_write(struct text *to, struct slice value, const char *path, const char *json)
{
    if (*path == '\0')
        text_add(to, json);
    else if (*value.bytes == '{')
        write_object(to, value, path, json);
    else if (*value.bytes == '[')
        write_array(to, value, path, json);
    else
        text_bytes(to, value.bytes, value.length);
}

void edits_apply(const struct edits *edits, const struct request *request, struct text *body)
{
    for (size_t i = 0; i < edits->count; i++) {
        const struct edit *edit = &edits->edits[i];
        struct text edited = {0};
        struct slice value;
        if (!place_has(&edit->place, request) || !slice_whole(body->bytes, body->length, &value))
            continue;
        edits_write(&edited, value, edit->path, edit->json);
        text_free(body);
        *body = edited;
    }
}

void edits_free(struct edits *edits)
{
    for (size_t i = 0; i < edits->count; i++) {
        free(edits->edits[i].path);
        free(edits->edits[i].json);
    }
    free(edits->edits);
    *edits = (struct edits){0};
}
