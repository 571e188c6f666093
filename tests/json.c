/* json get PATH...: prints what json_scan keeps of standard input for the paths, a line for each
 * value. json set VALUE NAME...: prints standard input with the member at the names set to VALUE.
 */
#include "json/json.h"
#include "base/buffer.h"
#include "json/json_edit.h"

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

static bool get(const struct buffer *text, int count, char **names, struct error *error)
{
    struct json_paths *paths = json_paths_new(error);
    int slots[64];
    bool good = paths != NULL && count <= 64;

    for (int i = 0; good && i < count; i++) {
        slots[i] = json_paths_add(paths, names[i], error);
        good = slots[i] >= 0;
    }
    good = good && json_scan(paths, text->bytes, text->length, error);
    for (int i = 0; good && i < count; i++) {
        if (!strstr(names[i], "[]") && !strstr(names[i], "[#]"))
            print_value(names[i], json_value(paths, slots[i]));
        for (size_t j = 0; j < json_count(paths, slots[i]); j++)
            print_value(names[i], json_element(paths, slots[i], j));
    }
    json_paths_free(paths);
    return good;
}

static bool set(const struct buffer *text, int count, char **arguments, struct error *error)
{
    struct buffer changed = {0};
    bool good = json_set(text->bytes, text->length, (const char *const *)arguments + 1,
                         (size_t)count - 1, arguments[0], &changed, error);

    if (good)
        (void)fwrite(changed.bytes, 1, changed.length, stdout);
    buffer_free(&changed);
    return good;
}

int main(int argc, char **argv)
{
    struct error error = {0};
    struct buffer text = {0};
    size_t count;

    if (argc < 2 || (strcmp(argv[1], "set") == 0 && argc < 4))
        return EX_USAGE;
    do {
        if (!buffer_reserve(&text, 65536))
            return EX_OSERR;
        count = fread(text.bytes + text.length, 1, 65536, stdin);
        text.length += count;
    } while (count > 0);
    bool (*run)(const struct buffer *, int, char **, struct error *) =
        strcmp(argv[1], "get") == 0 ? get : set;
    if (!run(&text, argc - 2, argv + 2, &error))
        (void)fprintf(stderr, "%s\n", error.text);
    buffer_free(&text);
    return error.status;
}
