#include "enrich/outcome.h"
#include "base/log.h"

void outcome_fail(struct enrich_outcome *outcome, const struct error *error)
{
    if (outcome->failure.status == EX_OK)
        outcome->failure = *error;
}

void outcome_leave_out(struct enrich_outcome *outcome, const struct error *error)
{
    log_info("%s; continuing without it", error->text);
    outcome->left_out_count++;
    if (outcome->left_out.status == EX_OK)
        outcome->left_out = *error;
}

const char *outcome_reason(const struct enrich_outcome *outcome)
{
    if (outcome->gave_up)
        return outcome->failure.text;
    if (outcome->doubt.status != EX_OK)
        return outcome->doubt.text;
    return outcome->left_out.status != EX_OK ? outcome->left_out.text : NULL;
}

bool outcome_is_incomplete(const struct enrich_outcome *outcome)
{
    return outcome->gave_up || outcome->left_out.status != EX_OK || outcome->doubt.status != EX_OK;
}

bool outcome_end(const struct enrich_outcome *outcome, const struct lookup *lookup,
                 struct error *error)
{
    int status = outcome->left_out.status;

    if (outcome->failure.status != EX_OK || outcome->doubt.status != EX_OK) {
        *error = outcome->failure.status != EX_OK ? outcome->failure : outcome->doubt;
        return false;
    }
    if (status == EX_OK)
        return true;
    /* an app that was answered is allowed to ask */
    if (status == EX_NOPERM && lookup_works(lookup))
        status = EX_UNAVAILABLE;
    return error_set(error, status, "%zu of %zu ids could not be fetched: %s",
                     outcome->left_out_count, lookup_wanted(lookup), outcome->left_out.text);
}
