#ifndef SPOTIFY_SYNC_PIPELINE_H
#define SPOTIFY_SYNC_PIPELINE_H

#include "base/buffer.h"
#include "stage.h"

#include <stddef.h>
#include <stdint.h>

/* One pipeline: its stages in their order, and the lines of its last one. */
struct pipeline {
    struct pipeline *next;
    char *name;
    struct stage **stages;
    size_t count;
    int states; /* where the last stage's lines are read; -1 when there are no more */
    struct buffer read;
    struct buffer newest; /* a whole line; nothing when it has been printed */
    int64_t due;          /* when the next state may be printed, on the monotonic clock */
    int talk, listen;     /* this side's ends of a coprocess's pipes; else -1 */
    bool is_coprocess;
};

/* A pipeline without stages, with room for as many as there are among the words. NULL when there
 * is no memory. */
struct pipeline *pipeline_new(const char *name, char **words);

/* Starts the stages between `in` and `out`, which stay the caller's. False as stage_start; what
 * was started then stays in the pipeline. */
bool pipeline_start(struct pipeline *pipeline, char **words, int in, int out,
                    const sigset_t *blocked, struct error *error);

/* Reads what has come of the last stage's lines, and keeps the newest whole one. What ends without
 * a newline was written by a process that was killed, and is no line. False when there is no
 * memory. */
bool pipeline_read(struct pipeline *pipeline, struct error *error);

/* Prints the newest line, if there is one. */
bool pipeline_print_state(struct pipeline *pipeline, struct error *error);

/* Whether all stages have ended and all lines were read. */
bool pipeline_is_over(const struct pipeline *pipeline);

/*
 * The stage that says how the pipeline ended: the first that failed. One that SIGPIPE ended only
 * says that a later one has, and a limit is less than a failure. NULL when all ended with 0.
 */
const struct stage *pipeline_culprit(const struct pipeline *pipeline);

/* NULL is allowed. */
void pipeline_free(struct pipeline *pipeline);

#endif
