/* A fuzzer of the reader of lines, for libFuzzer: however the bytes come in, the lines are those
 * that memchr finds. */
#include "base/lines.h"

/* The reader with a shorter limit, since no fuzzer writes a line of mebibytes. */
#undef LINES_LONGEST
#define LINES_LONGEST ((size_t)40)
#include "../../common/base/lines.c" /* NOLINT(bugprone-suspicious-include): see above */
#include "support/check.h"

#include <fcntl.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = size ? (const char *)data : "";
    size_t step = size ? 1 + data[0] % 64U : 1;
    size_t sent = 0, seen = 0, number = 0;
    struct error error;
    struct lines *lines;
    int ends[2];
    bool open = true;

    CHECK(pipe2(ends, O_NONBLOCK | O_CLOEXEC) == 0);
    lines = lines_open(ends[0], &error);
    CHECK(lines);
    for (;;) {
        const char *line, *end, *start = text + seen;
        size_t length, left = size - seen;
        enum lines_result result = lines_next(lines, &line, &length);

        if (result == LINES_END)
            break;
        if (result == LINES_WANTING) {
            if (open && sent == size) {
                CHECK(close(ends[1]) == 0);
                open = false;
            } else if (open) {
                size_t more = size - sent < step ? size - sent : step;
                ssize_t written = write(ends[1], text + sent, more);
                CHECK(written > 0);
                sent += (size_t)written;
            }
            CHECK(lines_read(lines, &error));
            continue;
        }
        CHECK(left > 0);
        end = memchr(start, '\n', left);
        number++;
        CHECK(lines_number(lines) == number);
        if (result == LINES_LINE) {
            CHECK(length == (end ? (size_t)(end - start) : left) && length <= LINES_LONGEST);
            CHECK(memcmp(line, start, length) == 0);
        } else {
            CHECK((end ? (size_t)(end - start) : left) > LINES_LONGEST);
        }
        seen = end ? (size_t)(end - text) + 1 : size;
    }
    CHECK(!open && seen == size);
    lines_close(lines);
    CHECK(close(ends[0]) == 0);
    return 0;
}
