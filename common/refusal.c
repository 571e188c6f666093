#include "refusal.h"

#include <string.h>
#include <strings.h>

bool refusal_speaks_of_id(const char *text)
{
    static const char separators[] = " \t\r\n.,:;!?'\"()[]{}/=_-";

    for (text += strspn(text, separators); *text; text += strspn(text, separators)) {
        size_t length = strcspn(text, separators);
        if (length == 2 && strncasecmp(text, "id", 2) == 0)
            return true;
        text += length;
    }
    return false;
}

bool refusal_speaks_of_resource(const char *words)
{
    return refusal_speaks_of_id(words) || strcasestr(words, "non existing") ||
           (strcasestr(words, "not found") && !strcasestr(words, "service"));
}
