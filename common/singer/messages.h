#ifndef SPOTIFY_SYNC_MESSAGES_H
#define SPOTIFY_SYNC_MESSAGES_H

#include "base/error.h"
#include "singer/shape.h"

#include <stdbool.h>
#include <stdint.h>

/* The messages of the Singer specification as a stage prints them (output.h). */

/* Prints the SCHEMA message of a stream of schema/streams/. False with *error as output_line, or
 * EX_SOFTWARE for a stream that is not there. */
bool messages_print_schema(const char *stream, struct error *error);

/*
 * Shapes an input, which it takes over, and prints what comes of it, a message a line. *printed is
 * how many. `what` names the input in a failure. False with *error: EX_PROTOCOL where the input
 * cannot be shaped, EX_SOFTWARE, or as output_line.
 */
bool messages_print(struct shape *shape, jv input, const char *what, int64_t *printed,
                    struct error *error);

/* Prints a message, which is used up. False with *error as output_line. */
bool messages_print_one(jv message, struct error *error);

/*
 * Decides on a message ahead of its printing, which stays the caller's: *print, true at first,
 * tells whether it is printed. False with *error where nothing can go on.
 */
typedef bool messages_look(void *context, jv message, bool *print, struct error *error);

/* messages_print of those messages that `look`, which is called with `context`, lets through; what
 * it fails with is passed on. */
bool messages_print_some(struct shape *shape, jv input, const char *what, messages_look *look,
                         void *context, int64_t *printed, struct error *error);

/* Prints a RECORD that says that the id, a valid one (ids.h), was found gone at this time. False
 * with *error as output_line. */
bool messages_print_deletion(const char *stream, const char *id, int64_t time, struct error *error);

/* The same for a stream with another key, which is given as members of a JSON object. */
bool messages_print_keyed_deletion(const char *stream, const char *key, int64_t time,
                                   struct error *error);

#endif
