#ifndef SPOTIFY_SYNC_READING_H
#define SPOTIFY_SYNC_READING_H

#include "base/buffer.h"
#include "base/ids.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What a complete reading of a list showed: all that a list program remembers between runs. It is
 * printed as the member `reading` of the list's last bookmark, and given back to the next run as a
 * line "reading {JSON}" of its --known file, before the other lines:
 *
 *   {"total": 330,        what Spotify counted
 *    "hidden": 4,         the places that it counted and did not show: null, absent, or repeated
 *    "totals": [130,200], the least and the greatest total, if the pages did not agree on one, or
 *                         showed more than theirs
 *    "doubted": {"missing": 50, "shown": ["ID", ...]}}
 *                         if most known ids were missing: how many, and which ids were shown
 *    "refused": true      the account's country has no such list; the rest is of an earlier reading
 *
 * No single answer is proof. The rules below say what two of them prove.
 */

struct reading {
    int64_t total; /* negative: not known */
    int64_t hidden;
    int64_t least, greatest; /* negative: the pages agreed */
    int64_t missing;         /* the known ids that it doubtfully missed; 0: there is no doubt */
    struct ids *shown;       /* if there is a doubt, all ids that were shown; else NULL */
    bool refused;
};

/* No reading is remembered. */
#define READING_NONE                                                                               \
    {                                                                                              \
        .total = -1, .least = -1, .greatest = -1                                                   \
    }

/* Whether a line of a --known file is one of a reading. */
bool reading_is_line(const char *line, size_t length);

/* Reads such a line into *reading, which replaces what was there. Members that make no sense count
 * as absent. False with *error: EX_DATAERR if it is no JSON object, EX_OSERR; *reading then is
 * READING_NONE. */
bool reading_parse(struct reading *reading, const char *line, size_t length, struct error *error);

/* Appends the reading as a JSON object. False if memory runs out; *out then holds a part of it. */
bool reading_print(const struct reading *reading, struct buffer *out);

/*
 * Hidden places. A reading in which every page told the same total and `shown` distinct ids were
 * seen leaves total - shown places hidden. It proves that what it does not show is gone if none are
 * hidden, or as many as in the earlier reading.
 */
bool reading_proves(const struct reading *earlier, int64_t total, int64_t shown);

/* How many places the pages of the next reading may lack without a second request: as many as the
 * earlier reading hid, or its totals differ by. */
int64_t reading_allows(const struct reading *earlier);

/* Whether the earlier reading left off in doubt and missed this id, a valid one, too. */
bool reading_missed(const struct reading *earlier, const char *id, size_t length);

/*
 * Belief in shrinking. Of `known` ids a proved reading misses `missing`, of which the earlier
 * reading had missed `missed_before` (reading_missed). Those are gone. Of what is then left, the
 * rest is gone too if it is at most half; this returns whether it is. If not, the list is read
 * again at once; what both readings miss, and the earlier run did not, waits for a later run, and
 * the reading is remembered as doubted, with what the earlier one knew of hidden places. If the
 * list has at most SHORT_LIST places by then, the later run reads it twice as well, which costs one
 * request.
 */
bool reading_believes(int64_t known, int64_t missing, int64_t missed_before);

enum { SHORT_LIST = 50 };

/* Whether a list of `total` is to be read again although what it misses is believed. */
bool reading_is_hasty(int64_t total, int64_t known, int64_t missing);

/* Makes the total of a doubted reading, and the places hidden of it, those of the earlier one, if
 * there was one. */
void reading_keep_hidden(struct reading *reading, const struct reading *earlier);

/* Whether the pages of the earlier reading also disagreed on the total, between the same two. */
bool reading_had_totals(const struct reading *earlier, int64_t least, int64_t greatest);

/* Logs what a new reading of the stream hides, doubts or cannot settle: as a notice if that is new
 * since the earlier reading, else as information. */
void reading_report(const struct reading *earlier, const struct reading *now, const char *stream);

/* Frees what it holds, and makes it READING_NONE. */
void reading_clear(struct reading *reading);

#endif
