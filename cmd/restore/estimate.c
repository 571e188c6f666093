#include "estimate.h"
#include "base/log.h"
#include "saving.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What personal apps were seen to be allowed in a day. */
enum { CALLS_A_DAY = 800 };

/* Makes the estimate no less than the days that these calls of an endpoint take. */
static bool add_days(const struct restoring *restoring, const char *endpoint, int64_t calls,
                     struct estimate *estimate, struct error *error)
{
    struct quota quota;
    int64_t budget, left, days;

    if (calls == 0)
        return true;
    if (!api_quota(restoring->api, endpoint, &quota, error))
        return false;
    budget = quota.budget >= 0 ? quota.budget : CALLS_A_DAY;
    left = budget > quota.calls ? budget - quota.calls : 0;
    days = calls <= left || budget == 0 ? 1 : 1 + (calls - left + budget - 1) / budget;
    estimate->is_known = estimate->is_known && quota.budget >= 0;
    if (days > estimate->days)
        estimate->days = days;
    return true;
}

static bool count_calls(const struct restoring *restoring, struct estimate *estimate,
                        struct error *error)
{
    struct ledger *ledger = restoring->ledger;
    int64_t contains, reads;

    if (!ledger_number(ledger,
                       "SELECT coalesce(sum((wanted + 39) / 40), 0) FROM (SELECT count(*) AS wanted"
                       " FROM things WHERE state = 0 GROUP BY stream)",
                       NULL, &estimate->saves_by_forties, error) ||
        !ledger_number(ledger, "SELECT count(*) FROM things WHERE state = 0", NULL,
                       &estimate->saves_in_order, error) ||
        !ledger_number(ledger, "SELECT count(*) FROM lists WHERE state = 0 AND new_id IS NULL",
                       NULL, &estimate->makes, error) ||
        !ledger_number(
            ledger,
            "SELECT coalesce(sum((wanted + 99) / 100), 0) FROM (SELECT count(*) AS wanted"
            " FROM items JOIN lists ON list = rank WHERE items.state = 0"
            " AND lists.state = 0 GROUP BY list)",
            NULL, &estimate->adds, error) ||
        !ledger_number(ledger,
                       "SELECT coalesce(sum((there + 49) / 50), 0) FROM (SELECT count(*) AS there"
                       " FROM items JOIN lists ON list = rank WHERE items.state NOT IN (3, 4)"
                       " AND lists.state = 0 GROUP BY list HAVING sum(items.state = 0) > 0)",
                       NULL, &reads, error))
        return false;
    contains = estimate->saves_by_forties;
    estimate->saves = restoring->options.in_order ? estimate->saves_in_order : contains;
    estimate->checks = contains + reads;
    estimate->days = 1;
    estimate->is_known = true;
    return add_days(restoring, "PUT /me/library", estimate->saves, estimate, error) &&
           add_days(restoring, "/me/library/contains", contains, estimate, error) &&
           add_days(restoring, "POST /me/playlists", estimate->makes, estimate, error) &&
           add_days(restoring, "POST /playlists/{id}/items", estimate->adds, estimate, error) &&
           add_days(restoring, "/playlists/{id}/items", reads, estimate, error);
}

bool estimate_make(struct restoring *restoring, struct error *error)
{
    restoring->estimate = (struct estimate){0};
    return count_calls(restoring, &restoring->estimate, error);
}

int64_t estimate_writes(const struct estimate *estimate)
{
    return estimate->saves + estimate->makes + estimate->adds;
}

static bool say_line(void *context, sqlite3_stmt *row, struct error *error)
{
    (void)context;
    (void)error;
    log_notice("%s", (const char *)sqlite3_column_text(row, 0));
    return true;
}

bool estimate_say(const struct restoring *restoring, struct error *error)
{
    static const char sql[] =
        "SELECT printf('%,d %s to save, %,d there already', sum(things.state = 0), word,"
        " sum(things.state = 1)) FROM things JOIN streams USING (stream) GROUP BY stream"
        " UNION ALL SELECT printf('%,d playlists to make, and %,d items to add to them;"
        " %,d playlists there already', sum(state = 0 AND new_id IS NULL), (SELECT count(*) FROM "
        "items JOIN lists"
        " ON list = rank WHERE items.state = 0 AND lists.state = 0), sum(state = 1)) FROM lists"
        " HAVING count(*) > 0";
    const struct estimate *estimate = &restoring->estimate;
    const char *name = restoring->display_name ? restoring->display_name : "";

    log_notice("from the library of '%s' into the account '%s'%s%s%s",
               restoring->owner ? restoring->owner : "somebody", restoring->user_id,
               *name ? " (" : "", name, *name ? ")" : "");
    if (!ledger_each(restoring->ledger, sql, NULL, say_line, NULL, error))
        return false;
    if (estimate->saves_in_order > estimate->saves_by_forties)
        log_notice("saving takes %lld calls by forties, or %lld with --in-order, which alone keeps "
                   "the order exactly",
                   (long long)estimate->saves_by_forties, (long long)estimate->saves_in_order);
    log_notice("%lld calls that write and %lld that read; %s %lld day%s%s",
               (long long)estimate_writes(estimate), (long long)estimate->checks,
               estimate->days > 1 ? "about" : "within", (long long)estimate->days,
               estimate->days > 1 ? "s" : "",
               estimate->is_known ? "" : ", if Spotify allows 800 calls of each kind a day");
    return true;
}

bool estimate_agree(const struct restoring *restoring, struct error *error)
{
    char answer[16] = "";

    if (restoring->options.agreed)
        return true;
    if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
        return error_set(error, EX_USAGE,
                         "nothing is written without a yes: give --yes, or run it in a terminal");
    (void)fprintf(stderr, "Write this to the account '%s'? [y/N] ", restoring->user_id);
    if (fgets(answer, sizeof answer, stdin) && (*answer == 'y' || *answer == 'Y'))
        return true;
    return error_set(error, EX_USAGE, "nothing was written, since the answer was not yes");
}
