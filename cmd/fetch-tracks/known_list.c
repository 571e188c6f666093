#include "known_list.h"
#include "base/ids.h"
#include "base/timestamp.h"
#include "list/known_file.h"

#include <string.h>

struct known_lines {
    struct reconcile *reconcile;
    struct track_reading *earlier;
};

/* Takes "ID" or "ID ADDED_AT". */
static bool add_suspect(struct reconcile *reconcile, const char *text, size_t length,
                        struct error *error)
{
    const char *space = memchr(text, ' ', length);
    size_t id_length = space ? (size_t)(space - text) : length;
    int64_t added_at = RECONCILE_NO_TIME;

    if (!ids_valid(text, id_length) ||
        (space && !timestamp_parse(space + 1, length - id_length - 1, &added_at)))
        return error_set(error, EX_DATAERR, "expected an id, or an id and the time it was added");
    return reconcile_suspect(reconcile, text, id_length, added_at, error);
}

static bool add_known_line(void *context, const char *line, size_t length, struct error *error)
{
    const struct known_lines *lines = context;
    const char *space = memchr(line, ' ', length);
    size_t first = space ? (size_t)(space - line) : length;
    const char *rest = line + first + (space ? 1 : 0);
    size_t rest_length = length - first - (space ? 1 : 0);
    int64_t added_at;

    if (reading_is_line(line, length)) {
        track_reading_clear(lines->earlier);
        return track_reading_parse(lines->earlier, line, length, error);
    }
    if (first == 7 && memcmp(line, "suspect", 7) == 0)
        return add_suspect(lines->reconcile, rest, rest_length, error);
    if (!timestamp_parse(rest, rest_length, &added_at) || !ids_valid(line, first))
        return error_set(error, EX_DATAERR, "expected an id and the time it was added");
    if (track_reading_has_unshown(lines->earlier, line, first))
        return reconcile_unshow(lines->reconcile, line, first, error);
    if (!reconcile_know(lines->reconcile, line, first, added_at, error))
        return false;
    if (track_reading_has_kept(lines->earlier, line, first))
        reconcile_keep(lines->reconcile, line, first);
    return true;
}

/* In the order of the list, newest first; of those added at one time, the one farthest from the
 * list's end. One without a time counts as added in 1970, as it does on a page. */
static const char tracks_query[] =
    "SELECT (record ->> '$.id') || ' ' || ifnull(record ->> '$.added_at', '1970-01-01T00:00:00Z')"
    " FROM known"
    " ORDER BY record ->> '$.added_at' DESC, record ->> '$.place' DESC";

bool known_list_read(const char *name, struct track_reading *earlier, struct reconcile *reconcile,
                     struct known_records **records, struct error *error)
{
    static const char *const streams[] = {"saved_tracks", NULL};
    struct known_lines lines = {reconcile, earlier};
    struct known_file file = {
        .streams = streams, .query = tracks_query, .take = add_known_line, .context = &lines};
    bool done = known_file_read(name, &file, error);
    const int64_t *gaps;
    size_t count;

    *records = file.records;
    if (!done)
        return false;
    gaps = track_reading_gaps(earlier, &count);
    return reconcile_know_gaps(reconcile, gaps, count, error);
}
