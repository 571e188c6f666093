#include "verdict.h"
#include "base/log.h"

#include <string.h>

/* Whether the earlier reading found that the pages disagree, and this one has read too little to
 * know better. */
static bool still_disagrees(const struct probe *probe)
{
    return probe->earlier->list.least >= 0 && !probe->whole && probe->total > probe->page_size;
}

static void set_totals(const struct probe *probe, struct verdict *verdict)
{
    const struct track_reading *earlier = probe->earlier;
    const struct told_totals *totals = &probe->totals;
    struct track_reading *reading = &verdict->reading;

    reading->list.total = probe->total;
    verdict->agreed = false;
    if (probe->surpassed >= 0) {
        reading->list.least = probe->surpassed;
        reading->list.greatest = probe->total;
    } else if (still_disagrees(probe)) {
        reading->list.least = earlier->list.least;
        reading->list.greatest = earlier->list.greatest;
    } else if (probe->whole && totals->least < totals->greatest) {
        reading->list.least = totals->least;
        reading->list.greatest = totals->greatest;
    } else {
        verdict->agreed = true;
    }
    reading->confirmed = !verdict->agreed && earlier->list.least >= 0;
    if (!verdict->agreed && probe->first_total >= 0 && probe->first_total < probe->total)
        reading->first_total = probe->first_total;
}

typedef bool add_id_function(struct track_reading *reading, const char *id, struct error *error);

/* Adds all ids of a fate to the reading. */
static bool add_fate(const struct probe *probe, enum reconcile_fate fate, add_id_function *add,
                     struct track_reading *reading, struct error *error)
{
    size_t cursor = 0;
    const char *id;

    while ((id = reconcile_next(probe->reconcile, fate, &cursor)))
        if (!add(reading, id, error))
            return false;
    return true;
}

static bool add_gaps(const struct probe *probe, struct track_reading *reading, struct error *error)
{
    size_t cursor = 0;
    int64_t place;

    while ((place = reconcile_gap(probe->reconcile, &cursor))) {
        if (!track_reading_add_gap(reading, place, error))
            return false;
        reading->list.hidden++;
    }
    return true;
}

/* Of a reading that proves what it misses: how much of that is believed. */
static bool weigh(const struct probe *probe, struct verdict *verdict, struct error *error)
{
    struct reading *reading = &verdict->reading.list;
    int64_t known = reconcile_known_count(probe->reconcile), missing = 0, missed_before = 0;
    size_t cursor = 0;
    const char *id;

    while ((id = reconcile_next(probe->reconcile, RECONCILE_GONE, &cursor))) {
        missing++;
        missed_before += reading_missed(&probe->earlier->list, id, strlen(id));
    }
    verdict->believed = reading_believes(known, missing, missed_before);
    verdict->hasty = reading_is_hasty(probe->total, known, missing);
    if (verdict->believed)
        return true;
    reading->missing = missing - missed_before;
    reading->shown = ids_new(error);
    return reading->shown && track_reading_keep_hidden(&verdict->reading, probe->earlier, error) &&
           reconcile_standing(probe->reconcile, reading->shown, error);
}

/* A reading that proves nothing leaves an earlier doubt as it was. */
static bool keep_doubt(const struct reading *earlier, struct reading *reading, struct error *error)
{
    if (earlier->missing == 0)
        return true;
    reading->missing = earlier->missing;
    reading->shown = ids_new(error);
    for (size_t i = 0; reading->shown && i < ids_count(earlier->shown); i++) {
        const char *id = ids_get(earlier->shown, i);
        if (!ids_add(reading->shown, id, strlen(id), NULL, error))
            return false;
    }
    return reading->shown;
}

bool verdict_reach(const struct probe *probe, struct verdict *verdict, struct error *error)
{
    struct track_reading *reading = &verdict->reading;

    *verdict = (struct verdict){.reading = TRACK_READING_NONE, .believed = true};
    set_totals(probe, verdict);
    if (!reconcile_settle(probe->reconcile, error) || !add_gaps(probe, reading, error) ||
        !add_fate(probe, RECONCILE_UNSHOWN, track_reading_add_unshown, reading, error))
        return false;
    if (verdict->agreed)
        return add_fate(probe, RECONCILE_KEPT, track_reading_add_kept, reading, error) &&
               weigh(probe, verdict, error);
    /* what it misses stays, and has no place in the list until the pages agree */
    return add_fate(probe, RECONCILE_GONE, track_reading_add_unshown, reading, error) &&
           add_fate(probe, RECONCILE_KEPT, track_reading_add_unshown, reading, error) &&
           keep_doubt(&probe->earlier->list, &reading->list, error);
}

const char *verdict_gone(const struct verdict *verdict, const struct probe *probe, size_t *cursor)
{
    const char *id;

    while (verdict->agreed && (id = reconcile_next(probe->reconcile, RECONCILE_GONE, cursor)))
        if (verdict->believed || reading_missed(&probe->earlier->list, id, strlen(id)))
            return id;
    return NULL;
}

void verdict_report(const struct verdict *verdict, const struct probe *probe)
{
    const struct reading *earlier = &probe->earlier->list;
    struct reading now = verdict->reading.list;
    size_t cursor = 0;

    if (verdict->agreed && now.hidden > 0)
        (now.hidden == earlier->hidden ? log_info : log_notice)(
            "Spotify counts %lld %s and shows %lld; a known one that could be among the others "
            "stays",
            (long long)now.total, probe->list->stream, (long long)(now.total - now.hidden));
    if (verdict->agreed && reconcile_next(probe->reconcile, RECONCILE_KEPT, &cursor))
        log_notice("some %s are missing while Spotify has come to hide others; they stay, and the "
                   "next reading decides",
                   probe->list->stream);
    now.hidden = 0;
    reading_report(earlier, &now, probe->list->stream);
}
