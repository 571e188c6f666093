#include "list/census.h"
#include "list/known_file.h"

#include <stdlib.h>
#include <string.h>

/* Why the list is read once more. */
enum cause { NO_CAUSE, CHANGE, DOUBT };

struct census {
    struct reading earlier; /* of an earlier run */
    struct ids *known;
    struct ids *seen;        /* in this reading */
    int64_t least, greatest; /* of the totals in this reading; negative: none yet */
    enum cause cause;        /* of this reading */
    struct ids *last;        /* seen in the reading before it; NULL: this is the first */
    int64_t last_least, last_greatest;
    int readings;
    int64_t missing;  /* known ids that are doubtfully missing */
    bool is_proof;    /* this reading proves what it misses, */
    bool is_believed; /* and does not miss most of what is known */
};

static bool take_known_line(void *context, const char *line, size_t length, struct error *error)
{
    struct census *census = context;

    if (reading_is_line(line, length))
        return reading_parse(&census->earlier, line, length, error);
    if (!ids_valid(line, length))
        return error_set(error, EX_DATAERR, "not an id");
    return census_know(census, line, length, error);
}

static bool read_known(struct census *census, const char *name, const char *stream,
                       struct known_records **records, struct error *error)
{
    const char *const streams[] = {stream, NULL};
    struct known_file file = {
        .streams = streams, .query = known_file_ids, .take = take_known_line, .context = census};
    bool done = known_file_read(name, &file, error);

    if (records)
        *records = file.records;
    else
        known_records_close(file.records);
    return done;
}

struct census *census_open(const char *known, const char *stream, struct known_records **records,
                           struct error *error)
{
    const struct reading none = READING_NONE;
    struct census *census = calloc(1, sizeof *census);

    if (!census) {
        (void)error_no_memory(error);
        return NULL;
    }
    census->earlier = none;
    census->least = census->greatest = -1;
    census->known = ids_new(error);
    if (census->known)
        census->seen = ids_new(error);
    if (!census->seen || (known && !read_known(census, known, stream, records, error))) {
        census_close(census);
        return NULL;
    }
    return census;
}

bool census_know(struct census *census, const char *id, size_t length, struct error *error)
{
    return ids_add(census->known, id, length, NULL, error);
}

bool census_knows(const struct census *census)
{
    return ids_count(census->known) > 0;
}

void census_remember(struct census *census, struct reading *earlier)
{
    const struct reading none = READING_NONE;

    reading_clear(&census->earlier);
    census->earlier = *earlier;
    *earlier = none;
}

const struct reading *census_earlier(const struct census *census)
{
    return &census->earlier;
}

void census_count(struct census *census, int64_t total)
{
    if (census->least < 0 || total < census->least)
        census->least = total;
    if (total > census->greatest)
        census->greatest = total;
}

bool census_see(struct census *census, jv message, struct error *error)
{
    jv record = jv_object_get(jv_copy(message), jv_string("record"));
    jv id = jv_get_kind(record) == JV_KIND_OBJECT ? jv_object_get(record, jv_string("id")) : record;
    bool seen = true;

    if (jv_get_kind(id) == JV_KIND_STRING) {
        size_t length = (size_t)jv_string_length_bytes(jv_copy(id));
        if (ids_valid(jv_string_value(id), length))
            seen = ids_add(census->seen, jv_string_value(id), length, NULL, error);
    }
    jv_free(id);
    return seen;
}

/* Adds all of `from`. */
static bool add_all(struct ids *to, const struct ids *from, struct error *error)
{
    for (size_t i = 0; i < ids_count(from); i++) {
        const char *id = ids_get(from, i);
        if (!ids_add(to, id, strlen(id), NULL, error))
            return false;
    }
    return true;
}

/* Whether this reading misses an id, and so does the one that it repeats because of a doubt. */
static bool is_missing(const struct census *census, const char *id, size_t length)
{
    return !ids_has(census->seen, id, length) &&
           !(census->cause == DOUBT && ids_has(census->last, id, length));
}

/* Whether this reading shows the same as the one before it. */
static bool is_alike(const struct census *census)
{
    if (!census->last || census->least != census->last_least ||
        census->greatest != census->last_greatest ||
        ids_count(census->last) != ids_count(census->seen))
        return false;
    for (size_t i = 0; i < ids_count(census->seen); i++) {
        const char *id = ids_get(census->seen, i);
        if (!ids_has(census->last, id, strlen(id)))
            return false;
    }
    return true;
}

/* What this reading proves, all of whose pages told the same total. */
static enum cause judge_misses(struct census *census)
{
    int64_t shown = (int64_t)ids_count(census->seen);
    int64_t known = (int64_t)ids_count(census->known);
    int64_t unseen = 0, missing = 0, missed_before = 0;

    census->is_proof = reading_proves(&census->earlier, census->greatest, shown);
    if (!census->is_proof)
        return NO_CAUSE;
    for (size_t i = 0; i < ids_count(census->known); i++) {
        const char *id = ids_get(census->known, i);
        size_t length = strlen(id);
        unseen += !ids_has(census->seen, id, length);
        if (!is_missing(census, id, length))
            continue;
        missing++;
        missed_before += reading_missed(&census->earlier, id, length);
    }
    census->is_believed = reading_believes(known, unseen, missed_before);
    census->missing = census->is_believed ? 0 : unseen - missed_before;
    if (missing == 0 || (census->is_believed && shown == census->greatest &&
                         !reading_is_hasty(census->greatest, known, unseen)))
        return NO_CAUSE;
    if (census->cause == DOUBT)
        return NO_CAUSE;
    if (census->readings + 1 < CENSUS_READINGS)
        return DOUBT;
    /* no reading is left that could confirm it: the next run decides */
    census->is_believed = false;
    census->missing = unseen - missed_before;
    return NO_CAUSE;
}

static enum cause judge_reading(struct census *census)
{
    census->is_proof = false;
    census->missing = 0;
    if (census->least < 0)
        return NO_CAUSE; /* no page was read, so nothing is known */
    if ((int64_t)ids_count(census->seen) > census->greatest)
        census_count(census, (int64_t)ids_count(census->seen));
    if (census->least == census->greatest)
        return judge_misses(census);
    if (reading_had_totals(&census->earlier, census->least, census->greatest) || is_alike(census))
        return NO_CAUSE;
    return CHANGE;
}

bool census_repeats(struct census *census, bool *again, struct error *error)
{
    enum cause cause = judge_reading(census);

    census->readings++;
    *again = cause != NO_CAUSE && census->readings < CENSUS_READINGS;
    if (cause == CHANGE && !*again)
        return error_set(error, EX_UNAVAILABLE,
                         "the library keeps changing while it is read; try again later");
    if (!*again)
        return true;
    if (cause == CHANGE && !add_all(census->known, census->seen, error))
        return false;
    ids_free(census->last);
    census->last = census->seen;
    census->last_least = census->least;
    census->last_greatest = census->greatest;
    census->cause = cause;
    census->least = census->greatest = -1;
    census->seen = ids_new(error);
    return census->seen != NULL;
}

bool census_is_gone(const struct census *census, const char *id, size_t length)
{
    return census->is_proof && is_missing(census, id, length) &&
           (census->is_believed || reading_missed(&census->earlier, id, length));
}

bool census_print_gone(const struct census *census, const struct messages *messages,
                       const char *stream, int64_t time, int64_t *printed, struct error *error)
{
    for (size_t i = 0; i < ids_count(census->known); i++) {
        const char *id = ids_get(census->known, i);
        if (!census_is_gone(census, id, strlen(id)))
            continue;
        if (!messages_print_deletion(messages, stream, id, time, error))
            return false;
        ++*printed;
    }
    return true;
}

bool census_conclude(struct census *census, const char *stream, struct buffer *out,
                     struct error *error)
{
    bool agreed = census->least == census->greatest;
    struct reading now = {.total = census->greatest,
                          .hidden = agreed ? census->greatest - (int64_t)ids_count(census->seen)
                                           : census->earlier.hidden,
                          .least = agreed ? -1 : census->least,
                          .greatest = agreed ? -1 : census->greatest,
                          .missing = census->missing,
                          .shown = census->seen};

    if (now.missing > 0)
        reading_keep_hidden(&now, &census->earlier);
    reading_report(&census->earlier, &now, stream);
    /* what the doubted reading showed at first is shown too */
    if (now.missing > 0 && census->last && !add_all(census->seen, census->last, error))
        return false;
    return (reading_print(&now, out) && buffer_string(out)) || error_no_memory(error);
}

void census_break_off(struct census *census, struct buffer *out)
{
    const struct reading *earlier = &census->earlier;
    struct error unsaid;

    if (earlier->missing > 0 && census->seen && add_all(earlier->shown, census->seen, &unsaid) &&
        (!census->last || add_all(earlier->shown, census->last, &unsaid)) &&
        reading_print(earlier, out) && buffer_string(out))
        return;
    buffer_free(out);
}

void census_close(struct census *census)
{
    if (!census)
        return;
    reading_clear(&census->earlier);
    ids_free(census->known);
    ids_free(census->seen);
    ids_free(census->last);
    free(census);
}
