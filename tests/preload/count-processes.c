/* Preloaded into a program and all that it starts: each process, whether it runs a program of its
 * own or not, adds a line with its number to the file that PROCESS_LOG names. A process that starts
 * another program adds a second line, so that what counts is how many numbers differ. */

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void add_line(void)
{
    const char *log = getenv("PROCESS_LOG");
    char line[32];

    if (log == NULL)
        return;
    int file = open(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return;
    int length = snprintf(line, sizeof line, "%ld\n", (long)getpid());
    if (write(file, line, (size_t)length) != length)
        abort();
    (void)close(file);
}

__attribute__((constructor)) static void begin(void)
{
    add_line();
    if (pthread_atfork(NULL, NULL, add_line) != 0)
        abort();
}
