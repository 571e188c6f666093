#include "singer/streams.h"

#include <stddef.h>
#include <string.h>

const char *stream_schema(const char *name)
{
    for (const struct stream *stream = streams; stream->name; stream++)
        if (strcmp(stream->name, name) == 0)
            return stream->schema;
    return NULL;
}
