#include "limits/quota.h"
#include "base/timestamp.h"

#define DAY          (24 * 3600 * TIMESTAMP_SECOND)
#define FORGET_AFTER (7 * DAY)
/* No limit is known to last longer. */
#define LONGEST_LIMIT (7 * DAY)
/* Another process may be a little ahead. */
#define CLOCK_TOLERANCE (60 * TIMESTAMP_SECOND)

/* The row of an endpoint. */
struct quota_row {
    int64_t window_since, calls, reset_at, allowance, span, learned_at, grown_from, confirmed;
};

static int64_t window_length(const struct quota_row *row, const struct quota_terms *terms)
{
    if (terms->window)
        return terms->window;
    return row->span ? row->span : DAY;
}

/* When the window ends, by what is known of windows. */
static int64_t window_end(const struct quota_row *row, const struct quota_terms *terms)
{
    if (row->reset_at)
        return row->reset_at;
    return row->window_since + window_length(row, terms);
}

static int64_t learned_budget(const struct quota_row *row)
{
    return row->allowance - row->allowance / 10;
}

/* What a whole window teaches, once it has ended. */
static void end_window(struct quota_row *row)
{
    row->grown_from = 0;
    if (row->reset_at) {
        if (row->reset_at - row->window_since > row->span)
            row->span = row->reset_at - row->window_since;
    } else if (row->allowance && !row->confirmed && row->calls >= learned_budget(row)) {
        row->grown_from = row->allowance;
        row->allowance = row->allowance * 2 > row->calls ? row->allowance * 2 : row->calls;
    }
}

static bool is_from_wrong_clock(const struct quota_row *row, const struct quota_terms *terms,
                                int64_t now)
{
    int64_t longest = terms->window > LONGEST_LIMIT ? terms->window : LONGEST_LIMIT;

    return row->window_since > now + CLOCK_TOLERANCE || row->learned_at > now + CLOCK_TOLERANCE ||
           row->reset_at > now + longest + CLOCK_TOLERANCE;
}

/* Reads the row as it stands at `now`: a window that has ended makes room for a new one. */
static bool load_window(struct limits_database *database, const char *endpoint,
                        const struct quota_terms *terms, int64_t now, struct quota_row *row,
                        struct error *error)
{
    int64_t columns[8] = {0};

    if (!limits_database_run(database, LIMITS_LOAD_QUOTA, endpoint, NULL, 0, columns, 8, error))
        return false;
    *row = (struct quota_row){columns[0], columns[1], columns[2], columns[3],
                              columns[4], columns[5], columns[6], columns[7]};
    if (is_from_wrong_clock(row, terms, now))
        *row = (struct quota_row){0};
    if (row->learned_at + FORGET_AFTER < now)
        row->allowance = row->span = row->grown_from = row->confirmed = 0;
    if (row->calls + row->reset_at == 0) {
        row->window_since = now;
    } else if (window_end(row, terms) <= now) {
        end_window(row);
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
                                              row->grown_from, row->confirmed),
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
        quota->budget = learned_budget(&row);
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

/* What a refusal in the window teaches of its size. `timed`: the API has said when it ends. */
static void learn_quota(struct quota_row *row, const struct quota_terms *terms, int64_t now,
                        bool timed)
{
    int64_t length = window_length(row, terms);

    row->learned_at = now;
    if (row->calls == 0 || (timed && row->reset_at - row->window_since < length - length / 10))
        return;
    row->confirmed = row->grown_from && row->calls * 10 <= row->grown_from * 11;
    /* others may have made calls since the window began */
    row->allowance = row->calls > row->allowance / 2 ? row->calls : row->allowance / 2;
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
    learn_quota(&row, terms, now, retry_after >= 0);
    return save_window(database, endpoint, &row, error);
}
