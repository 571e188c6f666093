#include "reasons.h"

#include <stdio.h>
#include <string.h>

void reasons_add(struct reasons *reasons, const char *reason)
{
    size_t i = 0;

    while (i + 1 < REASONS_MOST && reasons->each[i].count > 0 &&
           strncmp(reasons->each[i].text, reason, REASON_SIZE - 1) != 0)
        i++;
    (void)snprintf(reasons->each[i].text, REASON_SIZE, "%s",
                   i + 1 < REASONS_MOST ? reason : "other reasons");
    reasons->each[i].count++;
    reasons->count++;
}

bool reasons_print(const struct reasons *reasons, struct buffer *out)
{
    bool printed = true;

    for (size_t i = 0; printed && i < REASONS_MOST && reasons->each[i].count > 0; i++)
        printed = buffer_append_format(out, "%s%s (%zu)", i > 0 ? ", " : "", reasons->each[i].text,
                                       reasons->each[i].count);
    return printed;
}
