#ifndef STAND_IN_HIDDEN_H
#define STAND_IN_HIDDEN_H

/* Things of a list that its total counts and its pages do not show. */

#include "endpoint.h"
#include "library.h"

/* Hides `count` things of an endpoint's list, or of each playlist, and shows all others. The same
 * ones each time, and if more are to be hidden, those that were and others. */
void hidden_set(struct library *library, enum endpoint endpoint, size_t count);

/* Whether the endpoint has a list that can hide something. */
bool hidden_knows(enum endpoint endpoint);

#endif
