/* A fuzzer of the scanner, for libFuzzer: whatever the text, values lie inside it or are decoded,
 * a string that was written is read back, and a member that was set is found again. */
#include "json/json.h"
#include "support/check.h"
#include "json/json_edit.h"
#include "json/json_string.h"

#include <string.h>

static void look_at(const struct json_value *value, const char *text, size_t size)
{
    volatile char sum = 0;

    if (value->raw_length)
        CHECK(value->raw >= text && value->raw + value->raw_length <= text + size);
    for (size_t i = 0; i < value->length; i++)
        sum = (char)(sum ^ value->text[i]);
}

/* Whatever the bytes, json_quote makes a string of them: of UTF-8 the same one. */
static void quote(struct json_paths *whole, const char *text, size_t size)
{
    struct buffer once = {0}, twice = {0};
    struct error error;
    const struct json_value *value;

    CHECK(json_quote(text, size, &once));
    CHECK(json_scan(whole, once.bytes, once.length, &error));
    value = json_value(whole, 0);
    CHECK(value->kind == JSON_STRING && value->length >= size);
    CHECK(json_quote(value->text, value->length, &twice));
    CHECK(once.length == twice.length && memcmp(once.bytes, twice.bytes, once.length) == 0);
    buffer_free(&once);
    buffer_free(&twice);
}

/* What is mended is JSON as before, and has nothing left to mend. */
static void mend(struct json_paths *whole, const char *text, size_t size)
{
    char *once = malloc(size ? size : 1), *twice = malloc(size ? size : 1);
    struct error error;

    CHECK(once && twice);
    memcpy(once, text, size);
    json_mend_escapes(once, size);
    memcpy(twice, once, size);
    json_mend_escapes(twice, size);
    CHECK(memcmp(once, twice, size) == 0);
    CHECK(json_scan(whole, text, size, &error) == json_scan(whole, once, size, &error));
    free(once);
    free(twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"a",     "a.b",     "a.b[]", "a.b[].c", "a[]",
                                        "a[].b", "a[#]",    "a[+]",  "b.a.b",   "b[#]",
                                        "type",  "c[].a.b", "a.b.c"};
    static const char *const path[] = {"a", "b", "c"};
    enum { NAMES = sizeof names / sizeof *names };
    static struct json_paths *paths, *whole;
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
        whole = json_paths_new(&error);
        CHECK(json_paths_add_members(whole, NULL, 0, &error) == 0);
    }
    quote(whole, text, size);
    mend(whole, text, size);
    if (json_scan(paths, text, size, &error)) {
        for (size_t i = 0; i < NAMES; i++) {
            look_at(json_value(paths, slots[i]), text, size);
            for (size_t j = 0; j < json_count(paths, slots[i]); j++)
                look_at(json_element(paths, slots[i], j), text, size);
        }
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
