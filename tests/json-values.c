/* Prints what json_scan keeps of standard input for the paths in argv, a line for each value. */
#include "base/buffer.h"
#include "json/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void print_value(const char *path, const struct json_value *value)
{
    static const char *const kinds[] = {
        [JSON_ABSENT] = "absent", [JSON_NULL] = "null",     [JSON_FALSE] = "false",
        [JSON_TRUE] = "true",     [JSON_REAL] = "real",     [JSON_INTEGER] = "integer",
        [JSON_STRING] = "string", [JSON_OBJECT] = "object", [JSON_ARRAY] = "array",
    };

    printf("%s: %s", path, kinds[value->kind]);
    switch (value->kind) {
    case JSON_INTEGER:
        printf(" %" PRId64, value->integer);
        break;
    case JSON_REAL:
        printf(" %.17g", value->real);
        break;
    case JSON_STRING:
    case JSON_OBJECT:
    case JSON_ARRAY:
        putchar(' ');
        (void)fwrite(value->text, 1, value->length, stdout);
        break;
    default:
        break;
    }
    putchar('\n');
}

int main(int argc, char **argv)
{
    struct error error = {0};
    struct buffer text = {0};
    struct json_paths *paths = json_paths_new(&error);
    int slots[64];
    size_t count;

    if (!paths || argc > 64)
        return EX_USAGE;
    for (int i = 1; i < argc; i++) {
        slots[i] = json_paths_add(paths, argv[i], &error);
        if (slots[i] < 0)
            goto failed;
    }
    do {
        if (!buffer_reserve(&text, 65536))
            return EX_OSERR;
        count = fread(text.bytes + text.length, 1, 65536, stdin);
        text.length += count;
    } while (count > 0);
    if (!json_scan(paths, text.bytes, text.length, &error))
        goto failed;
    for (int i = 1; i < argc; i++) {
        if (!strstr(argv[i], "[]") && !strstr(argv[i], "[#]"))
            print_value(argv[i], json_value(paths, slots[i]));
        for (size_t j = 0; j < json_count(paths, slots[i]); j++)
            print_value(argv[i], json_element(paths, slots[i], j));
    }
    json_paths_free(paths);
    buffer_free(&text);
    return EX_OK;
failed:
    fprintf(stderr, "%s\n", error.text);
    json_paths_free(paths);
    buffer_free(&text);
    return error.status;
}
