#ifndef SPOTIFY_SYNC_HISTORY_FORM_H
#define SPOTIFY_SYNC_HISTORY_FORM_H

#include "base/buffer.h"
#include "plain_row.h"

/* A line with blanks that the values of a row fill, found by comparing what became of two made-up
 * rows. */

enum { FORM_SAMPLES = 2 };

struct form;

/* Appends as a JSON object a made-up row with the members and kinds of values of this one, number
 * `sample` of FORM_SAMPLES; no two values of it, nor of two samples, are the same unless their kind
 * has but one value. False when memory cannot be had. */
bool form_sample(const struct plain_row *row, int sample, struct buffer *out);

/*
 * Finds the form behind the lines that were made of the samples of a row. *form is NULL when they
 * have none, as they differ in more than the values of the samples. False when memory cannot be
 * had.
 */
bool form_find(const struct plain_row *row, const struct buffer lines[static FORM_SAMPLES],
               struct form **form);

/* Replaces *line by the form with the values of a row that has the members and kinds of the row it
 * was found with. False when memory cannot be had. */
bool form_fill(const struct form *form, const struct plain_row *row, struct buffer *line);

void form_free(struct form *form);

#endif
