#ifndef STAND_IN_API_H
#define STAND_IN_API_H

/* The endpoints of the Web API. */

#include "oddities.h"
#include "stand_in.h"

/* Answers a request that is let in, with the method that its endpoint takes. */
void api_answer(struct stand_in *in, const struct request *request, const struct oddities *oddities,
                struct answer *answer);

#endif
