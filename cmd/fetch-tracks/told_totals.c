#include "told_totals.h"

/* This number of answers that repeat what their places said before is no change. */
enum { NO_CHANGE_AT = 2 };

struct told_total {
    int64_t place, total;
};

static bool was_told(const struct told_totals *totals, const struct told_total *now)
{
    const struct told_total *told = (const struct told_total *)(const void *)totals->told.bytes;

    for (size_t i = 0; i < totals->told.length / sizeof *told; i++)
        if (told[i].place == now->place && told[i].total == now->total)
            return true;
    return false;
}

bool told_totals_add(struct told_totals *totals, int64_t place, int64_t total, bool *disagree,
                     struct error *error)
{
    const struct told_total now = {place, total};

    if (totals->last >= 0 && total != totals->last && was_told(totals, &now))
        totals->repeated++;
    totals->last = total;
    if (totals->least < 0 || total < totals->least)
        totals->least = total;
    if (total > totals->greatest)
        totals->greatest = total;
    *disagree = totals->repeated >= NO_CHANGE_AT;
    return buffer_append(&totals->told, &now, sizeof now) || error_no_memory(error);
}

void told_totals_free(struct told_totals *totals)
{
    buffer_free(&totals->told);
}
