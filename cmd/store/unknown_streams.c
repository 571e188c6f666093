#include "unknown_streams.h"
#include "base/log.h"

#include <stdlib.h>
#include <string.h>

void unknown_streams_report(struct unknown_streams *streams, const char *name, size_t length)
{
    char *copy;

    for (size_t i = 0; i < streams->count; i++)
        if (strlen(streams->names[i]) == length && memcmp(streams->names[i], name, length) == 0)
            return;
    if (streams->count == UNKNOWN_STREAMS_MOST)
        return;
    copy = strndup(name, length);
    if (!copy)
        return;
    streams->names[streams->count++] = copy;
    log_warning("unknown stream '%.80s'; its records are skipped", copy);
}

void unknown_streams_free(struct unknown_streams *streams)
{
    for (size_t i = 0; i < streams->count; i++)
        free(streams->names[i]);
    streams->count = 0;
}
