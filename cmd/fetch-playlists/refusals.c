#include "refusals.h"
#include "base/log.h"

#include <stdio.h>

void refusals_know(struct refusals *refusals, enum whose whose,
                   const struct filed_contents *contents, bool unchanged)
{
    bool was_refused = filing_was_refused(contents);
    bool was_read = !was_refused && (*contents->snapshot_id || contents->total > 0);

    refusals->readable += whose_may_be_own(whose) && unchanged && !was_refused;
    refusals->others_readable += whose == WHOSE_OTHERS && was_read;
    refusals->others_refused += whose == WHOSE_OTHERS && unchanged && was_refused;
}

void refusals_read(struct refusals *refusals, enum whose whose)
{
    refusals->others_readable += whose == WHOSE_OTHERS;
}

static void count_refused(struct refused_playlists *refused, const char *name, const char *words)
{
    if (refused->count++ > 0)
        return;
    (void)snprintf(refused->name, sizeof refused->name, "%s", name);
    (void)snprintf(refused->words, sizeof refused->words, "%s", words);
}

void refusals_add(struct refusals *refusals, enum whose whose, const char *name, const char *words,
                  bool was_refused)
{
    refusals->others_refused += whose == WHOSE_OTHERS;
    if (whose_may_be_own(whose)) {
        refusals->is_news = refusals->is_news || !was_refused;
        count_refused(&refusals->own, name, words);
    } else if (!was_refused) {
        count_refused(&refusals->doubted, name, words);
    }
}

bool refusals_are_of_all(const struct refusals *refusals)
{
    return refusals->others_refused >= REFUSALS_OF_ALL && refusals->others_readable == 0 &&
           refusals->own.count == 0;
}

void refusals_report_doubts(const struct refusals *refusals)
{
    if (refusals->doubted.count > 0 && !refusals_are_of_all(refusals))
        log_notice("Spotify refuses the items of %zu of other users' playlists, the first is "
                   "\"%s\" (%s); this is not believed yet, and the next run asks again",
                   refusals->doubted.count, refusals->doubted.name, refusals->doubted.words);
}

bool refusals_conclude(const struct refusals *refusals, struct error *error)
{
    const struct refused_playlists *own = &refusals->own;

    if (own->count == 0)
        return true;
    if (own->count == refusals->asked && refusals->readable == 0)
        return error_set(error, EX_NOPERM,
                         "Spotify refuses the items of all %zu playlists that were asked for (%s); "
                         "the next run asks again",
                         refusals->asked, own->words);
    (refusals->is_news ? log_notice : log_info)(
        "Spotify refuses the items of %zu of the account's own playlists, the first is \"%s\" "
        "(%s); the next run asks again",
        own->count, own->name, own->words);
    return true;
}
