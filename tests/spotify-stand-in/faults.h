#ifndef STAND_IN_FAULTS_H
#define STAND_IN_FAULTS_H

/* What goes wrong when a rule of the schedule of faults strikes. */

#include "exchange.h"
#include "schedule.h"

/* The words a rule may have; besides them, statuses from 400 to 599 and oddity_words. */
extern const char fault_words[];

/* Whether it can strike the request: "done" and "dead" strike only those that write. */
bool fault_concerns(const struct rule *rule, const struct request *request);

/* Whether the fault stands in place of the real answer. */
bool fault_replaces(const struct rule *rule);

/* Writes the answer of a fault that replaces the real one. */
void fault_answer(const struct rule *rule, const char *redirect_to, struct answer *answer);

/* Sets how the answer is delivered. */
void fault_deliver(const struct rule *rule, struct answer *answer);

#endif
