/* A fuzzer of the scanner, for libFuzzer: whatever the text, values lie inside it or are decoded,
 * what is kept of them is recalled, and a member that was set is found again. */
#include "json.h"
#include "json_edit.h"
#include "support/check.h"

#include <string.h>

static void look_at(const struct json_value *value, const char *text, size_t size)
{
    volatile char sum = 0;

    if (value->raw_length)
        CHECK(value->raw >= text && value->raw + value->raw_length <= text + size);
    for (size_t i = 0; i < value->length; i++)
        sum = (char)(sum ^ value->text[i]);
}

static void compare(const struct json_value *found, const struct json_value *recalled)
{
    CHECK(found->kind == recalled->kind);
    if (found->kind == JSON_STRING)
        CHECK(found->length == recalled->length &&
              memcmp(found->text, recalled->text, found->length) == 0);
    else if (found->kind == JSON_INTEGER)
        CHECK(found->integer == recalled->integer);
    else if (found->kind == JSON_REAL)
        CHECK(found->real == recalled->real);
}

/* Keeps what was found at the slots, and recalls it into a twin. */
static void keep_and_recall(const struct json_paths *paths, struct json_paths *twin,
                            const int slots[], size_t count)
{
    struct buffer kept = {0};
    struct error error;

    CHECK(json_keep(paths, &kept) && json_recall(twin, kept.bytes, kept.length, &error));
    for (size_t i = 0; i < count; i++) {
        compare(json_value(paths, slots[i]), json_value(twin, slots[i]));
        CHECK(json_count(paths, slots[i]) == json_count(twin, slots[i]));
        for (size_t j = 0; j < json_count(paths, slots[i]); j++)
            compare(json_element(paths, slots[i], j), json_element(twin, slots[i], j));
    }
    buffer_free(&kept);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"a",     "a.b",     "a.b[]", "a.b[].c", "a[]",
                                        "a[].b", "a[#]",    "a[+]",  "b.a.b",   "b[#]",
                                        "type",  "c[].a.b", "a.b.c"};
    static const char *const path[] = {"a", "b", "c"};
    enum { NAMES = sizeof names / sizeof *names };
    static struct json_paths *paths, *twin;
    static int slots[NAMES];
    struct error error;
    struct buffer changed = {0};
    char *text = malloc(size ? size : 1);

    CHECK(text != NULL);
    memcpy(text, data, size);
    if (!paths) {
        paths = json_paths_new(&error);
        for (size_t i = 0; i < NAMES; i++) {
            slots[i] = json_paths_add(paths, names[i], &error);
            CHECK(slots[i] >= 0);
        }
        twin = json_paths_twin(paths, &error);
        CHECK(twin != NULL);
    }
    if (json_scan(paths, text, size, &error)) {
        for (size_t i = 0; i < NAMES; i++) {
            look_at(json_value(paths, slots[i]), text, size);
            for (size_t j = 0; j < json_count(paths, slots[i]); j++)
                look_at(json_element(paths, slots[i], j), text, size);
        }
        keep_and_recall(paths, twin, slots, NAMES);
        if (json_set(text, size, path, 3, "77", &changed, &error)) {
            int slot = slots[NAMES - 1];
            CHECK(json_scan(paths, changed.bytes, changed.length, &error));
            CHECK(json_value(paths, slot)->kind == JSON_INTEGER &&
                  json_value(paths, slot)->integer == 77);
        }
    } else {
        CHECK(error.status == EX_DATAERR);
        CHECK(!json_set(text, size, path, 3, "77", &changed, &error));
    }
    buffer_free(&changed);
    free(text);
    return 0;
}
