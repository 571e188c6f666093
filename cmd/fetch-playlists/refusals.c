#include "refusals.h"
#include "base/log.h"

#include <stdio.h>

void refusals_add(struct refusals *refusals, const char *name, const char *words, bool is_news)
{
    refusals->is_news = refusals->is_news || is_news;
    if (refusals->refused++ > 0)
        return;
    (void)snprintf(refusals->name, sizeof refusals->name, "%s", name);
    (void)snprintf(refusals->words, sizeof refusals->words, "%s", words);
}

bool refusals_conclude(const struct refusals *refusals, struct error *error)
{
    if (refusals->refused == 0)
        return true;
    if (refusals->refused == refusals->asked && refusals->readable == 0)
        return error_set(error, EX_NOPERM,
                         "Spotify refuses the items of all %zu playlists that were asked for (%s); "
                         "the next run asks again",
                         refusals->asked, refusals->words);
    (refusals->is_news ? log_notice : log_info)(
        "Spotify refuses the items of %zu of the account's own playlists, the first is \"%s\" "
        "(%s); the next run asks again",
        refusals->refused, refusals->name, refusals->words);
    return true;
}
