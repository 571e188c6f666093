#include "page/resources.h"

#include <stddef.h>
#include <string.h>

const char *resource_text(const struct resource *table, const char *name)
{
    for (; table->name; table++)
        if (strcmp(table->name, name) == 0)
            return table->text;
    return NULL;
}
