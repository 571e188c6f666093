/* json-set VALUE NAME...: standard input with the member at the names set to VALUE. */
#include "json/json_edit.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    struct error error = {0};
    struct buffer text = {0}, changed = {0};
    size_t count;

    if (argc < 3)
        return EX_USAGE;
    do {
        if (!buffer_reserve(&text, 65536))
            return EX_OSERR;
        count = fread(text.bytes + text.length, 1, 65536, stdin);
        text.length += count;
    } while (count > 0);
    if (json_set(text.bytes, text.length, (const char *const *)argv + 2, (size_t)argc - 2, argv[1],
                 &changed, &error))
        (void)fwrite(changed.bytes, 1, changed.length, stdout);
    else
        (void)fprintf(stderr, "%s\n", error.text);
    buffer_free(&text);
    buffer_free(&changed);
    return error.status;
}
