#ifndef SPOTIFY_SYNC_FORMS_H
#define SPOTIFY_SYNC_FORMS_H

#include "base/buffer.h"
#include "base/error.h"
#include "plain_row.h"
#include "singer/shape.h"

/*
 * What a jq program makes of rows, at the speed of copying. Of rows with the same names of members
 * and the same kinds of values in the same order (plain_row.h) it makes the same line but for the
 * values. So it is run on two made-up rows for each such kind of row; where both give the same
 * line around the made-up values, that line is a form, and rows of this kind only fill it in.
 * Where they do not, the program looks at values, and has to see each row.
 */

struct forms;

enum forms_result {
    FORMS_FILLED,
    FORMS_NONE, /* the program has to see the row itself */
    FORMS_FAILED,
};

/*
 * For a program whose pages are rows, and whose input has the members of `context` besides, an
 * object that stays the caller's. NULL with *error without memory. Both must outlive the forms.
 */
struct forms *forms_new(struct shape *shape, jv context, struct error *error);

/* Replaces *line by what the program makes of a plain row. FORMS_FAILED with *error when memory
 * cannot be had, or the program does not compile (EX_SOFTWARE). */
enum forms_result forms_fill(struct forms *forms, const struct plain_row *row, struct buffer *line,
                             struct error *error);

void forms_free(struct forms *forms);

#endif
