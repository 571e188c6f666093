#ifndef STAND_IN_HELP_H
#define STAND_IN_HELP_H

/* What --help says about rules, and about the paths below /stand-in. */

extern const char help_of_rules[];
extern const char help_of_control[];

#endif
