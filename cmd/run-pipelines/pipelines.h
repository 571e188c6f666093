#ifndef SPOTIFY_SYNC_PIPELINES_H
#define SPOTIFY_SYNC_PIPELINES_H

#include "base/error.h"

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The pipelines that run, and coprocesses. What becomes of them is printed as events, a line each:
 * the newest line that a pipeline's last stage has written ("state NAME LINE"), what any stage
 * writes to standard error (stage.h), and that all stages have ended ("end NAME STATUS PROGRAM").
 *
 * All that return bool fail with *error as output_line does, or when there is no memory.
 */

struct pipelines;

/* Each state is at least `pause` microseconds after the one before. NULL with *error when there is
 * no memory. */
struct pipelines *pipelines_new(int64_t pause, struct error *error);

/*
 * Starts a pipeline. Its stages are words, a "|" between two of them. The first reads the file
 * `input`, or the program's own standard input when that is "-", or nothing when it is "". A file
 * must end with a line of one full stop, which is taken off: a file without one was cut short, and
 * then the pipeline ends with EX_IOERR and runs nothing. The last writes the file `output`, or when
 * that is "" its lines are states.
 */
bool pipelines_run(struct pipelines *pipelines, const char *name, const char *input,
                   const char *output, char **words, struct error *error);

/*
 * Starts a program that the driver talks to, and prints "coprocess NAME INPUT OUTPUT": the files by
 * which to open the other ends of its standard input and output. It gets no signal from the
 * terminal or from pipelines_signal, and ends at the end of its input.
 */
bool pipelines_coprocess(struct pipelines *pipelines, const char *name, char **words,
                         struct error *error);

/* Sends all stages a signal, and SIGCONT to them and to the coprocesses. From then on what should
 * be started ends as if by that signal. */
void pipelines_signal(struct pipelines *pipelines, int signal);

/* Closes this side of all coprocesses. */
void pipelines_hang_up(struct pipelines *pipelines);

/* How many descriptors pipelines_watch sets at most. */
size_t pipelines_descriptors(const struct pipelines *pipelines);

/* Sets the descriptors to poll, for pipelines_take with the same `idle`. Returns how many, and in
 * *wake the monotonic time at which a state is due, or INT64_MAX. */
nfds_t pipelines_watch(const struct pipelines *pipelines, bool idle, struct pollfd *polled,
                       int64_t *wake);

/* Takes all that has come, notes which processes have ended, and prints the events. What stages
 * write, and a state that no end follows, is printed only when `idle`: the driver has read all that
 * was printed before. */
bool pipelines_take(struct pipelines *pipelines, bool idle, struct error *error);

/* Whether none runs. */
bool pipelines_none(const struct pipelines *pipelines);

/* NULL is allowed. Processes are left alone. */
void pipelines_free(struct pipelines *pipelines);

#endif
