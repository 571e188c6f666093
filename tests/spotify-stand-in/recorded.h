#ifndef STAND_IN_RECORDED_H
#define STAND_IN_RECORDED_H

/* Recorded answers of the real API. */

#include "library.h"

/* Reads a recorded answer into the library; its shape tells what it is. The library
 * keeps the contents. False, with the reason appended, when it cannot be read or has no shape
 * that is known. */
bool recorded_load(struct library *library, const char *path, struct text *why);

#endif
