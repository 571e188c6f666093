#ifndef STAND_IN_CONTROL_H
#define STAND_IN_CONTROL_H

/* The interface to steer the server and to ask it for the truth, below /stand-in/. */

#include "stand_in.h"

void control_answer(struct stand_in *in, const struct request *request, struct answer *answer);

#endif
