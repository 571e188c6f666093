/* Stands in for libFuzzer where there is none: gives every file that is named to the target. */
#include "check.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { PATIENCE = 120 }; /* seconds for one file */

static const char *current;

static void tell_file(int signal_number)
{
    static const char message[] = "\nended by this file: ";

    if (write(STDERR_FILENO, message, sizeof message - 1) < 0 ||
        write(STDERR_FILENO, current, strlen(current)) < 0 || write(STDERR_FILENO, "\n", 1) < 0)
        _exit(1);
    _exit(128 + signal_number);
}

static uint8_t *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes;
    long length;

    CHECK(file && fseek(file, 0, SEEK_END) == 0);
    length = ftell(file);
    CHECK(length >= 0 && fseek(file, 0, SEEK_SET) == 0);
    *size = (size_t)length;
    /* of exactly this size, so that a byte too many is noticed */
    bytes = malloc(*size ? *size : 1);
    CHECK(bytes && fread(bytes, 1, *size, file) == *size);
    (void)fclose(file);
    return bytes;
}

int main(int argc, char **argv)
{
    struct sigaction action = {.sa_handler = tell_file};

    CHECK(sigaction(SIGALRM, &action, NULL) == 0 && sigaction(SIGABRT, &action, NULL) == 0);
    for (int i = 1; i < argc; i++) {
        size_t size;
        uint8_t *bytes;

        current = argv[i];
        bytes = read_file(current, &size);
        (void)alarm(PATIENCE);
        (void)LLVMFuzzerTestOneInput(bytes, size);
        (void)alarm(0);
        free(bytes);
    }
    (void)fprintf(stderr, "%d files\n", argc - 1);
    return 0;
}
