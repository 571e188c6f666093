#ifndef STAND_IN_QUERY_H
#define STAND_IN_QUERY_H

/* The parameters of a query or a form. */

#include "text.h"

/* Puts the first value of a parameter, decoded, in place of what `value` held. False (and an empty
 * value) when it is not there. */
bool query_get(const char *query, const char *name, struct text *value);

/* Walks over all parameters; *at is the query at first. False at the end. */
bool query_next(const char **at, struct text *name, struct text *value);

/* Reads a whole number of at most 18 digits, with nothing around it. */
bool query_number(const char *string, int64_t *number);

/* Appends a string percent-encoded. */
void query_encode(struct text *text, const char *string);

#endif
