#include "limits/quota.h"
#include "base/timestamp.h"

#define DAY          (24 * 3600 * TIMESTAMP_SECOND)
#define FORGET_AFTER (7 * DAY)
/* An end further ahead was written by a clock that was wrong. */
#define LONGEST_WINDOW (31 * DAY)

/* The row of an endpoint. */
struct quota_row {
    int64_t window_since, calls, reset_at, allowance, span, learned_at, confirmed;
};

/* When the window ends, by what is known of windows. */
static int64_t window_end(const struct quota_row *row, const struct quota_terms *terms)
{
    if (row->reset_at)
        return row->reset_at;
    if (terms->window)
        return row->window_since + terms->window;
    return row->window_since + (row->span ? row->span : DAY);
}

/* Reads the row as it stands at `now`: a window that has ended makes room for a new one. */
static bool load_window(struct limits_database *database, const char *endpoint,
                        const struct quota_terms *terms, int64_t now, struct quota_row *row,
                        struct error *error)
{
    int64_t columns[7] = {0};

    if (!limits_database_run(database, LIMITS_LOAD_QUOTA, endpoint, NULL, 0, columns, 7, error))
        return false;
    *row = (struct quota_row){columns[0], columns[1], columns[2], columns[3],
                              columns[4], columns[5], columns[6]};
    if (row->learned_at + FORGET_AFTER < now)
        row->allowance = row->span = 0;
    if (row->calls + row->reset_at == 0 || window_end(row, terms) <= now ||
        row->window_since > now || row->reset_at > now + LONGEST_WINDOW) {
        row->window_since = now;
        row->calls = row->reset_at = 0;
    }
    return true;
}

static bool save_window(struct limits_database *database, const char *endpoint,
                        const struct quota_row *row, struct error *error)
{
    return limits_database_run(database, LIMITS_SAVE_QUOTA, endpoint,
                               LIMITS_NUMBERS(row->window_since, row->calls, row->reset_at,
                                              row->allowance, row->span, row->learned_at,
                                              row->confirmed),
                               NULL, 0, error);
}

bool quota_read(struct limits_database *database, const char *endpoint,
                const struct quota_terms *terms, int64_t now, struct quota *quota,
                struct error *error)
{
    struct quota_row row;

    if (!load_window(database, endpoint, terms, now, &row, error))
        return false;
    *quota = (struct quota){.calls = row.calls,
                            .budget = terms->budget,
                            .began_at = row.window_since,
                            .ends_at = window_end(&row, terms),
                            .held_until = row.reset_at};
    if (quota->budget < 0 && row.allowance)
        quota->budget = row.allowance - row.allowance / 10;
    return true;
}

static bool add_calls(struct limits_database *database, const char *endpoint,
                      const struct quota_terms *terms, int64_t now, int64_t calls,
                      struct error *error)
{
    struct quota_row row;

    if (!load_window(database, endpoint, terms, now, &row, error))
        return false;
    row.calls += calls;
    if (row.calls < 0) /* they were made in a window that has ended */
        row.calls = 0;
    return save_window(database, endpoint, &row, error);
}

bool quota_count(struct limits_database *database, const char *endpoint,
                 const struct quota_terms *terms, int64_t now, struct error *error)
{
    return add_calls(database, endpoint, terms, now, 1, error);
}

bool quota_uncount(struct limits_database *database, const char *endpoint,
                   const struct quota_terms *terms, int64_t now, struct error *error)
{
    return add_calls(database, endpoint, terms, now, -1, error);
}

/*
 * What a refusal in the window teaches. Other programs may have used most of the quota, or begun
 * its window, so that the allowance at most halves, and the longer span counts.
 */
static void learn_quota(struct quota_row *row, int64_t now, bool end_is_told)
{
    int64_t span = row->reset_at - row->window_since;

    if (row->calls > 0)
        row->allowance = row->calls > row->allowance / 2 ? row->calls : row->allowance / 2;
    if (end_is_told && span > row->span)
        row->span = span;
    row->learned_at = now;
}

bool quota_refused(struct limits_database *database, const char *endpoint,
                   const struct quota_terms *terms, int64_t now, int64_t retry_after,
                   int64_t *reset_at, struct error *error)
{
    struct quota_row row;
    int64_t end;

    if (!load_window(database, endpoint, terms, now, &row, error))
        return false;
    if (row.calls > 0)
        row.calls--;
    end = retry_after >= 0 ? now + retry_after : window_end(&row, terms);
    if (end > row.reset_at)
        row.reset_at = end;
    *reset_at = row.reset_at;
    learn_quota(&row, now, retry_after >= 0);
    return save_window(database, endpoint, &row, error);
}
