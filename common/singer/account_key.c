#include "singer/account_key.h"
#include "singer/streams.h"
#include "json/json_edit.h"
#include "json/json_string.h"
#include "json/member.h"

#include <string.h>

bool account_key_applies(const char *stream)
{
    const struct stream *known = stream_find(stream);

    return known && known->is_owned;
}

/* Appends the names of the key as a JSON array. */
static bool append_key(const struct stream *stream, struct buffer *out)
{
    bool appended = buffer_append_string(out, "[\"" ACCOUNT_KEY "\"");

    for (const char *const *name = stream->key; appended && *name; name++)
        appended = buffer_append_format(out, ",\"%s\"", *name);
    return appended && buffer_append_string(out, "]") && buffer_string(out);
}

/* Replaces *text by the same with a member set. */
static bool set_member(struct buffer *text, const char *const path[], size_t depth,
                       const char *value, struct error *error)
{
    struct buffer changed = {0};

    if (!json_set(text->bytes, text->length, path, depth, value, &changed, error)) {
        buffer_free(&changed);
        return false;
    }
    buffer_free(text);
    *text = changed;
    return true;
}

bool account_key_schema(const char *stream, struct buffer *out, struct error *error)
{
    static const char *const key[] = {"key_properties"}, *const required[] = {"schema", "required"},
                             *const property[] = {"schema", "properties", ACCOUNT_KEY};
    const struct stream *known = stream_find(stream);
    struct buffer text = {0}, names = {0};
    bool done = (append_key(known, &names) &&
                 buffer_append(&text, known->schema_message, strlen(known->schema_message))) ||
                error_no_memory(error);

    done = done && set_member(&text, key, 1, names.bytes, error) &&
           set_member(&text, property, 3, "{\"type\":\"string\"}", error) &&
           set_member(&text, required, 2, names.bytes, error) &&
           (buffer_append(out, text.bytes, text.length) || error_no_memory(error));
    buffer_free(&text);
    buffer_free(&names);
    return done;
}

bool account_key_set(const char *record, size_t length, const char *account_id, struct buffer *out,
                     struct error *error)
{
    static const char *const path[] = {ACCOUNT_KEY};
    struct buffer quoted = {0};
    bool done = (json_quote(account_id, strlen(account_id), &quoted) && buffer_string(&quoted))
                    ? json_set(record, length, path, 1, quoted.bytes, out, error)
                    : error_no_memory(error);

    buffer_free(&quoted);
    return done;
}

jv account_key_message(jv message, const char *account_id)
{
    jv record = member_get(message, "record");

    /* while two refer to it, it would be copied */
    message = jv_object_set(message, jv_string("record"), jv_null());
    record = jv_object_set(record, jv_string(ACCOUNT_KEY), jv_string(account_id));
    return jv_object_set(message, jv_string("record"), record);
}
