#include "api/refusal.h"

#include <string.h>
#include <strings.h>

bool refusal_speaks_of_id(const char *words)
{
    static const char separators[] = " \t\r\n.,:;!?'\"()[]{}/=_-";

    for (words += strspn(words, separators); *words; words += strspn(words, separators)) {
        size_t length = strcspn(words, separators);
        if (length == 2 && strncasecmp(words, "id", 2) == 0)
            return true;
        words += length;
    }
    return false;
}

bool refusal_speaks_of_resource(const char *words)
{
    return refusal_speaks_of_id(words) || strcasestr(words, "non existing") ||
           (strcasestr(words, "not found") && !strcasestr(words, "service"));
}
