#ifndef STAND_IN_SETTINGS_H
#define STAND_IN_SETTINGS_H

/* The options of the command line, most of which can also be set while the server runs. */

#include "stand_in.h"

/* Sets one option by its name without dashes; value is NULL when none is given. At run time only
 * those that may change then. False, with the reason appended, when it cannot be set so. */
bool setting_apply(struct stand_in *in, const char *name, const char *value, bool at_run_time,
                   struct text *why);

/* Whether an option takes a value. */
bool setting_takes_value(const char *name);

/* Appends the help. */
void setting_help(struct text *text);

#endif
