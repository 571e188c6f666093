#include "table/words.h"

bool words_join(struct buffer *out, char *const *operands)
{
    for (size_t i = 0; operands[i]; i++)
        if ((i > 0 && !buffer_append(out, " ", 1)) || !buffer_append_string(out, operands[i]))
            return false;
    return buffer_append(out, "", 1);
}
