/*
 * libjq 1.6 leaks a value that stands behind another one without a comma. That is not ours to mend,
 * so what a text leaks that does not parse is not looked at; all that parses is. The targets are
 * linked with --wrap for jv_parse_sized.
 */
#include <jv.h>
#include <sanitizer/lsan_interface.h>

jv __real_jv_parse_sized(const char *text, int length);
jv __wrap_jv_parse_sized(const char *text, int length);

jv __wrap_jv_parse_sized(const char *text, int length)
{
    jv value;

    __lsan_disable();
    value = __real_jv_parse_sized(text, length);
    __lsan_enable();
    if (!jv_is_valid(value))
        return value;
    jv_free(value);
    return __real_jv_parse_sized(text, length);
}
