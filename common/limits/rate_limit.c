#include "limits/rate_limit.h"
#include "base/timestamp.h"

/* Spotify may have changed the limit since. */
#define FORGET_RATE_AFTER (24 * 3600 * TIMESTAMP_SECOND)

/* Whether the row is too old, or was written by a clock that was fast. */
static bool is_outdated(const struct rate_limit *limit, int64_t now)
{
    return (limit->refused_at && limit->refused_at + FORGET_RATE_AFTER < now) ||
           limit->refused_at > now + RATE_LIMIT_AHEAD ||
           limit->refused_since > now + RATE_LIMIT_AHEAD ||
           limit->tried_at > now + RATE_LIMIT_AHEAD || limit->doubled_at > now + RATE_LIMIT_AHEAD ||
           limit->probe_at >
               now + RATE_LIMIT_ONE_MORE_AGAIN * RATE_LIMIT_LONGEST_SPAN + RATE_LIMIT_AHEAD;
}

bool rate_limit_load(struct limits_database *database, int64_t now, struct rate_limit *limit,
                     struct error *error)
{
    int64_t row[9] = {0};

    if (!limits_database_run(database, LIMITS_LOAD_APP, NULL, NULL, 0, row, 9, error))
        return false;
    *limit =
        (struct rate_limit){row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8]};
    if (!is_outdated(limit, now))
        return true;
    *limit = (struct rate_limit){0};
    return rate_limit_save(database, limit, error);
}

bool rate_limit_save(struct limits_database *database, const struct rate_limit *limit,
                     struct error *error)
{
    return limits_database_run(database, LIMITS_SAVE_APP, NULL,
                               LIMITS_NUMBERS(limit->allowance, limit->span, limit->refused_span,
                                              limit->held_until, limit->refused_at,
                                              limit->refused_since, limit->tried_at,
                                              limit->probe_at, limit->doubled_at),
                               NULL, 0, error);
}
