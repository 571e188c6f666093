#ifndef STAND_IN_API_H
#define STAND_IN_API_H

/* The endpoints of the Web API. */

#include "stand_in.h"

/* Answers a GET request that is let in. `fault` is NULL, "null-item": one item of a page is a bare
 * null, "few-items": a page lacks the second half of its items, or another, which is not its. */
void api_answer(struct stand_in *in, const struct request *request, const char *fault,
                struct answer *answer);

#endif
