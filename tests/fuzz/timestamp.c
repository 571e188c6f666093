/* A fuzzer of times, for libFuzzer: a time that is read is the same when it is written and read
 * again. */
#include "base/timestamp.h"
#include "support/check.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[TIMESTAMP_TEXT];
    int64_t time = 7, again;

    if (timestamp_parse((const char *)data, size, &time)) {
        timestamp_format(time, text);
        CHECK(timestamp_parse(text, strlen(text), &again) && again == time);
        timestamp_format_seconds(time, text);
        CHECK(timestamp_parse(text, strlen(text), &again));
        CHECK(again <= time && time - again < TIMESTAMP_SECOND);
    } else {
        CHECK(time == 7);
    }
    return 0;
}
