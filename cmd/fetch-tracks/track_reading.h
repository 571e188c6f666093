#ifndef SPOTIFY_SYNC_TRACK_READING_H
#define SPOTIFY_SYNC_TRACK_READING_H

#include "list/reading.h"

/*
 * What a reading of the saved tracks showed, for the next run: a list's reading (reading.h), with
 * further members in its JSON object that say where places are hidden, and what may stand there.
 *
 *   {"gaps": [231, 3],     the hidden places, counted from the list's end, of which the last is 1
 *    "unshown": ["ID"],    known ids that were not shown and are not known to be gone
 *    "kept": ["ID"],       known ids that fit none of the hidden places, and may be gone
 *    "first_total": 200,   what the first page counted, if other pages counted more
 *    "confirmed": true}    two readings in a row found that the pages disagree
 */

struct track_reading {
    struct reading list;
    struct buffer gaps;  /* of int64_t */
    struct ids *unshown; /* NULL: none */
    struct ids *kept;    /* NULL: none */
    int64_t first_total; /* negative: as list.total */
    bool confirmed;
};

#define TRACK_READING_NONE                                                                         \
    {                                                                                              \
        .list = READING_NONE, .first_total = -1                                                    \
    }

/* Reads a line of a --known file for which reading_is_line holds into *reading, which is to be
 * TRACK_READING_NONE. False with *error as reading_parse. */
bool track_reading_parse(struct track_reading *reading, const char *line, size_t length,
                         struct error *error);

/* Appends the reading as a JSON object. False if memory runs out; *out then holds a part of it. */
bool track_reading_print(const struct track_reading *reading, struct buffer *out);

/* The hidden places, and how many there are. */
const int64_t *track_reading_gaps(const struct track_reading *reading, size_t *count);

bool track_reading_add_gap(struct track_reading *reading, int64_t place, struct error *error);

/* False with *error (EX_OSERR). */
bool track_reading_add_unshown(struct track_reading *reading, const char *id, struct error *error);

bool track_reading_add_kept(struct track_reading *reading, const char *id, struct error *error);

/* reading_keep_hidden, with the places, and with the ids that were unshown. False with *error
 * (EX_OSERR). */
bool track_reading_keep_hidden(struct track_reading *reading, const struct track_reading *earlier,
                               struct error *error);

/* Whether this id, a valid one, is among the unshown ones. */
bool track_reading_has_unshown(const struct track_reading *reading, const char *id, size_t length);

/* Whether this id, a valid one, is among those that were kept. */
bool track_reading_has_kept(const struct track_reading *reading, const char *id, size_t length);

/* Frees what it holds, and makes it TRACK_READING_NONE. */
void track_reading_clear(struct track_reading *reading);

#endif
