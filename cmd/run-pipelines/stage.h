#ifndef SPOTIFY_SYNC_STAGE_H
#define SPOTIFY_SYNC_STAGE_H

#include "base/error.h"

#include <poll.h>
#include <signal.h>
#include <stdbool.h>

/* A process of a pipeline, and what it writes to standard error: an event for each line,
 * "said PROGRAM LINE". */

struct stage;

/*
 * Starts a program (words[0], looked up in PATH when it has no slash; NULL ends them) that reads
 * `in`, writes `out`, and blocks the signals in `blocked`; a signal that this process catches has
 * its default effect there. The descriptors stay the caller's. A program that cannot be started is
 * a stage that has said so and has ended with EX_OSERR. NULL with *error when there is no memory
 * or no pipe (EX_OSERR).
 */
struct stage *stage_start(char *const *words, int in, int out, const sigset_t *blocked,
                          struct error *error);

/* The program's name without its folders. */
const char *stage_program(const struct stage *stage);

/* Its process id; 0 when it has ended. */
pid_t stage_pid(const struct stage *stage);

/* How it ended: its exit status, or 128 and the number of the signal that ended it. */
int stage_status(const struct stage *stage);

/* Adds what it writes to standard error to what is polled, if it can still come. */
void stage_watch(const struct stage *stage, struct pollfd *polled, nfds_t *count);

/* Prints lines that it has written, but no more at once than a pipe holds. False with *error as
 * output_line, and when there is no memory. */
bool stage_listen(struct stage *stage, struct error *error);

/* Takes lines that it has written without printing them, and of those that wait to be printed keeps
 * the newest, as many as a pipe holds. False with *error when there is no memory. */
bool stage_overhear(struct stage *stage, struct error *error);

/* Notes that its process has ended, with the status of waitpid(2). */
void stage_ended(struct stage *stage, int wait_status);

/* Whether its process has ended and all that it wrote was printed. */
bool stage_is_over(const struct stage *stage);

/* NULL is allowed. The process is left alone. */
void stage_free(struct stage *stage);

#endif
