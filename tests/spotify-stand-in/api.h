#ifndef STAND_IN_API_H
#define STAND_IN_API_H

/* The endpoints of the Web API. */

#include "stand_in.h"

/* Answers a GET request that is let in. With null_item one item of a page is a bare null. */
void api_answer(struct stand_in *in, const struct request *request, bool null_item,
                struct answer *answer);

#endif
