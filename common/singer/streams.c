#include "singer/streams.h"

#include <string.h>

const struct stream *stream_find(const char *name)
{
    for (const struct stream *stream = streams; stream->name; stream++)
        if (strcmp(stream->name, name) == 0)
            return stream;
    return NULL;
}

static const struct schema *member_schema(const struct schema *object, const char *name,
                                          size_t length)
{
    const struct schema_member *member = object->members;

    while (member && member->name &&
           (strncmp(member->name, name, length) != 0 || member->name[length]))
        member++;
    return member && member->name ? &member->schema : NULL;
}

const struct schema *stream_schema_at(const struct stream *stream, const char *path)
{
    const struct schema *schema = &stream->record;

    while (schema && *path) {
        size_t length = strcspn(path, ".[");

        schema = member_schema(schema, path, length);
        path += length;
        if (schema && *path == '[') {
            if (path[1] != ']')
                return NULL;
            schema = schema->items;
            path += strlen("[]");
        }
        path += *path == '.';
    }
    return schema;
}
