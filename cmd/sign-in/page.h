#ifndef SPOTIFY_SYNC_PAGE_H
#define SPOTIFY_SYNC_PAGE_H

#include "base/buffer.h"

#include <stdbool.h>

/* Appends a page of HTML that loads nothing from elsewhere. The title is taken as it is, the text
 * is escaped. False if there is no memory. */
bool page_write(struct buffer *page, const char *title, const char *text);

#endif
