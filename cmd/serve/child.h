#ifndef SPOTIFY_SYNC_CHILD_H
#define SPOTIFY_SYNC_CHILD_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>
#include <sys/types.h>

/* Other programs, started with the signals that a shell would start them with. */

/* The path of a file below the folder of this program's own file, such as
 * "../scripts/spotify-sync". False with *error (EX_OSERR). */
bool child_path(const char *below, struct buffer *path, struct error *error);

/*
 * Starts a program with /dev/null as its input and `output` as its standard output and error. In a
 * session of its own it ends neither with this program nor with its terminal. Returns the process;
 * -1 with *error (EX_OSERR).
 */
pid_t child_start(char *const arguments[], int output, struct error *error);

/* Runs a program to its end and appends what it printed, at most 64 KiB. Returns its exit status;
 * -1 with *error (EX_OSERR). */
int child_run(char *const arguments[], struct buffer *output, struct error *error);

#endif
