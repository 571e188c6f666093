#include "failed_playlists.h"

#include <stdio.h>
#include <string.h>

/* What one playlist can cost, and how many are tried at first. */
enum { MOST_TRIES = 5, TRIED_AT_FIRST = FAILED_TRIES / MOST_TRIES };

/* Adds a name while there is room; after that, that there are more. */
static void add_failed_name(struct failed_playlists *failed, const char *name)
{
    size_t length = strlen(failed->names);
    bool fits = length + strlen(name) + sizeof ", \"\" and others" <= sizeof failed->names;

    if (fits)
        (void)snprintf(failed->names + length, sizeof failed->names - length, "%s\"%s\"",
                       length ? ", " : "", name);
    else if (length && !strstr(failed->names, " and others"))
        (void)snprintf(failed->names + length, sizeof failed->names - length, " and others");
}

void failed_playlists_answer(struct failed_playlists *failed)
{
    failed->answered++;
    failed->in_a_row = 0;
}

bool failed_playlists_add(struct failed_playlists *failed, struct queued_playlist *playlist,
                          const struct error *reason, struct error *error)
{
    if (playlist->left_out)
        return true;
    playlist->left_out = true;
    failed->in_a_row++;
    failed->tries += reason->status == EX_NOPERM ? 1 : MOST_TRIES;
    if (failed->count++ == 0)
        failed->first = *reason;
    /* the list was answered, so the app is allowed to ask */
    if (failed->first.status == EX_NOPERM)
        failed->first.status = EX_UNAVAILABLE;
    add_failed_name(failed, *playlist->name ? playlist->name : playlist->id);
    if (failed->answered ? failed->in_a_row < FAILED_IN_A_ROW : failed->tries < FAILED_TRIES)
        return true;
    return error_set(error, failed->first.status,
                     "the items of %zu playlists in a row could not be read, and the others are "
                     "left to the next run: %s: %s",
                     failed->in_a_row, failed->names, failed->first.text);
}

bool failed_playlists_allow(const struct failed_playlists *failed, size_t begun)
{
    return failed->answered > 0 ||
           failed->tries + (begun - failed->count) * MOST_TRIES < FAILED_TRIES;
}

void failed_playlists_spread(struct queued_playlist **first, size_t count)
{
    size_t step = count / TRIED_AT_FIRST, number = 0;
    struct queued_playlist *chosen = NULL, **end = &chosen, **link = first;

    if (step < 2)
        return;
    while (*link) {
        struct queued_playlist *playlist = *link;
        if (number++ % step) {
            link = &playlist->next;
            continue;
        }
        *link = playlist->next;
        *end = playlist;
        end = &playlist->next;
    }
    *end = *first;
    *first = chosen;
}

bool failed_playlists_conclude(const struct failed_playlists *failed, size_t count,
                               struct error *error)
{
    return failed->count == 0 ||
           error_set(error, failed->first.status, "%zu of %zu playlists could not be read: %s: %s",
                     failed->count, count, failed->names, failed->first.text);
}
