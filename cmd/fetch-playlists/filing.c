#include "filing.h"

#include <stdio.h>
#include <string.h>

static bool is_counted(int64_t total, const struct contents_shown *shown)
{
    return total < 0 || total == shown->count ||
           (total == shown->least && total == shown->greatest);
}

static void write_totals(char doubt[static DOUBT_SIZE], int64_t listed, int64_t shown)
{
    (void)snprintf(doubt, DOUBT_SIZE, "%lld/%lld", (long long)listed, (long long)shown);
}

/* A snapshot id can be long: the doubt has the beginning of both. */
static void write_move(char doubt[static DOUBT_SIZE], const char *from, const char *to)
{
    (void)snprintf(doubt, DOUBT_SIZE, "%.30s>%.30s", from, to);
    for (char *at = doubt; *at; at++)
        if (*at <= ' ')
            *at = '_';
}

/* Whether the earlier doubt was this one, or began with it. */
static bool was_doubted(const struct filed_contents *earlier, const char *doubt)
{
    size_t length = strlen(doubt);

    return strncmp(earlier->doubt, doubt, length) == 0 &&
           (earlier->doubt[length] == '\0' || earlier->doubt[length] == '+');
}

/* Adds a move to a doubt, and returns what comes of it. */
static enum filing doubt_move(char doubt[static DOUBT_SIZE], const char *from, const char *to,
                              const struct filed_contents *earlier)
{
    if (*doubt)
        return FILING_UNCERTAIN;
    write_move(doubt, from, to);
    return was_doubted(earlier, doubt) ? FILING_CERTAIN : FILING_UNCERTAIN;
}

/* Adds that so many of the places are odd to a doubt; true if the earlier doubt had that, too. */
static bool add_odd_places(char doubt[static DOUBT_SIZE], const char *kind, int64_t count,
                           const struct filed_contents *earlier)
{
    size_t length = strlen(doubt);

    (void)snprintf(doubt + length, DOUBT_SIZE - length, "%s%s:%lld", length > 0 ? "+" : "", kind,
                   (long long)count);
    return was_doubted(earlier, doubt);
}

/* Adds that places are blank to a doubt; true if that settles it. One page in many may show one
 * blank place by chance, so that two readings are alike: the third one settles it. */
static bool add_blank_places(char doubt[static DOUBT_SIZE], int64_t count,
                             const struct filed_contents *earlier)
{
    if (!add_odd_places(doubt, "blank", count, earlier))
        return false;
    (void)snprintf(doubt + strlen(doubt), DOUBT_SIZE - strlen(doubt), "+again");
    return strcmp(doubt, earlier->doubt) == 0;
}

enum filing filing_decide(const struct listing *before, const struct listing *after,
                          const struct contents_shown *shown, const struct filed_contents *earlier,
                          char doubt[static DOUBT_SIZE])
{
    const struct listing *last = after ? after : before;
    enum filing filing = FILING_CERTAIN;

    *doubt = '\0';
    if (last->total >= 0 && last->total != shown->count)
        write_totals(doubt, last->total, shown->count);
    if (!is_counted(last->total, shown) && !was_doubted(earlier, doubt))
        return FILING_CONTRADICTED;
    if (strcmp(last->snapshot_id, before->snapshot_id) != 0)
        filing = doubt_move(doubt, before->snapshot_id, last->snapshot_id, earlier);
    else if (*earlier->snapshot_id && earlier->digest == shown->digest &&
             strcmp(earlier->snapshot_id, before->snapshot_id) != 0)
        filing = doubt_move(doubt, earlier->snapshot_id, before->snapshot_id, earlier);
    if (shown->twins > 0 && !add_odd_places(doubt, "twins", shown->twins, earlier))
        filing = FILING_UNCERTAIN;
    if (shown->blank > 0 && !add_blank_places(doubt, shown->blank, earlier))
        filing = FILING_UNCERTAIN;
    return filing;
}

bool filing_holds(const struct filed_contents *earlier, const struct listing *listed)
{
    char settled[DOUBT_SIZE];

    if (!*earlier->snapshot_id || strcmp(earlier->snapshot_id, listed->snapshot_id) != 0)
        return false;
    if (earlier->refused || listed->total < 0 || listed->total == earlier->total)
        return true;
    write_totals(settled, listed->total, earlier->total);
    return was_doubted(earlier, settled);
}

bool filing_was_refused(const struct filed_contents *earlier)
{
    return earlier->refused || strcmp(earlier->doubt, FILING_REFUSED) == 0;
}
