#ifndef SPOTIFY_SYNC_SITE_H
#define SPOTIFY_SYNC_SITE_H

#include "access.h"
#include "base/error.h"
#include "exchange.h"
#include "sync_run.h"

#include <stdbool.h>

/* What the server answers: the page's files, and what they ask for. For one thread. */

struct site;

/* Called when the link was used. */
typedef void site_opened(void *context);

/* For a library at an absolute path. `access` and `run` stay the caller's. NULL with *error
 * (EX_OSERR). */
struct site *site_open(const char *database, const char *account, struct access *access,
                       struct sync_run *run, site_opened *opened, void *context,
                       struct error *error);

/* Begins to read the library, and waits up to two seconds for the end of that, so that the first
 * request need not. False if it is still being read. */
bool site_prepare(struct site *site);

/* Answers a request; `site` is the struct. */
void site_answer(void *site, const struct exchange_request *request,
                 struct exchange_response *response);

void site_close(struct site *site);

#endif
