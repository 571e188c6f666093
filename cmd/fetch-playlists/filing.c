#include "filing.h"

#include <stdio.h>
#include <string.h>

static bool is_counted(int64_t total, const struct contents_shown *shown)
{
    return total < 0 || total == shown->count ||
           (total >= shown->least && total <= shown->greatest);
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

/* Whether the earlier doubt was this one, but for places that were blank. */
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

/* Adds that places are blank to a doubt, and returns what comes of both. */
static enum filing doubt_blank(char doubt[static DOUBT_SIZE], enum filing filing, int64_t blank,
                               const struct filed_contents *earlier)
{
    size_t length = strlen(doubt);

    if (blank == 0)
        return filing;
    (void)snprintf(doubt + length, DOUBT_SIZE - length, "%sblank:%lld", length > 0 ? "+" : "",
                   (long long)blank);
    return strcmp(doubt, earlier->doubt) == 0 ? filing : FILING_UNCERTAIN;
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
    return doubt_blank(doubt, filing, shown->blank, earlier);
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
