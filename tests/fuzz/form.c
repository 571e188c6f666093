/* A fuzzer of form fields, for libFuzzer: whatever the form, a field is found or it is not, and
 * what was put into a form comes out of it again. */
#include "http/form.h"
#include "support/check.h"

#include <string.h>

static void look_up(const char *form, size_t length)
{
    static const char *const names[] = {"code", "state", "error", "a", ""};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct buffer value = {0};
        if (form_get(form, length, names[i], &value))
            CHECK(strlen(value.bytes) == value.length);
        buffer_free(&value);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer form = {0}, value = {0};
    char *text = malloc(size + 1);

    CHECK(text);
    memcpy(text, data, size);
    look_up(text, size);
    text[size] = '\0';
    CHECK(form_add(&form, "first", "1") && form_add(&form, "a", text) &&
          form_add(&form, "last", text));
    CHECK(strspn(form.bytes, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                             "-._~%&=") == form.length);
    CHECK(form_get(form.bytes, form.length, "a", &value) && strcmp(value.bytes, text) == 0);
    value.length = 0;
    CHECK(form_get(form.bytes, form.length, "last", &value) && strcmp(value.bytes, text) == 0);
    buffer_free(&form);
    buffer_free(&value);
    free(text);
    return 0;
}
