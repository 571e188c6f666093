#ifndef SPOTIFY_SYNC_JQ_PROGRAM_H
#define SPOTIFY_SYNC_JQ_PROGRAM_H

#include "base/error.h"

#include <jq.h>

/*
 * A built-in jq program. Compiling takes tens of milliseconds, nearly all that a filter needs to
 * start. It happens when the program is first used, so that an empty list costs none of it; or, if
 * it is sure to be used, in a thread of its own.
 */

struct jq_program;

enum jq_compiling { COMPILE_WHEN_NEEDED, COMPILE_AHEAD };

/* For texts that are one program together, up to a NULL. NULL with *error: EX_OSERR without memory
 * or a thread, EX_SOFTWARE if the home is not hidden (home.h). */
struct jq_program *jq_program_open(const char *const texts[], enum jq_compiling when,
                                   struct error *error);

/* Compiled, for jq_start; it stays the program's. NULL with *error (EX_SOFTWARE) if the texts are
 * wrong. */
jq_state *jq_program_compiled(struct jq_program *program, struct error *error);

/* Does nothing without a program. */
void jq_program_close(struct jq_program *program);

#endif
