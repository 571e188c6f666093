#include "writing.h"
#include "base/log.h"
#include "filling.h"
#include "making.h"
#include "progress.h"
#include "saving.h"

#include <string.h>

/* The first error of a run that goes on. */
struct first_error {
    struct error error;
    bool is_set;
};

/* Whether other streams can be written after this error. */
static bool is_of_one_stream(const struct error *error)
{
    return error->status == EXIT_LIMITED || error->status == EX_NOPERM ||
           error->status == EX_UNAVAILABLE || error->status == EX_PROTOCOL;
}

/* Takes the error of a stream. False if nothing can go on. */
static bool take_error(const struct restoring *restoring, size_t number, struct first_error *first,
                       const struct error *error)
{
    progress_tell_failure(restoring, number, error);
    if (!first->is_set)
        first->error = *error;
    else if (strcmp(first->error.text, error->text) != 0)
        log_error("%s", error->text);
    first->is_set = true;
    return is_of_one_stream(error);
}

static bool write_playlists(struct restoring *restoring, struct error *error)
{
    struct restored_playlist playlist;
    int64_t behind = 0;
    bool found = true, done;

    restoring->writer.refused_items = 0;
    while ((done = playlist_next(restoring, behind, "1", &playlist, &found, error)) && found) {
        behind = playlist.rank;
        done = playlist.new_id[0] || making_make(&playlist, error);
        done = done && (!playlist.new_id[0] || filling_write(&playlist, error));
        if (!done && playlist.is_changed)
            done = playlist_note_changed(&playlist, error);
        playlist_close(&playlist);
        if (!done)
            return false;
    }
    return done;
}

/* Those that have all their items, as far as Spotify has said. */
static bool check_playlists(struct restoring *restoring, struct error *error)
{
    static const char written[] = "new_id IS NOT NULL AND is_written";
    struct restored_playlist playlist;
    int64_t behind = 0;
    bool found = true, done;

    while ((done = playlist_next(restoring, behind, written, &playlist, &found, error)) && found) {
        behind = playlist.rank;
        done = filling_check(&playlist, error);
        playlist_close(&playlist);
        if (!done)
            return false;
    }
    return done;
}

static void write_all_playlists(struct restoring *restoring, struct first_error *first,
                                struct error *error)
{
    bool written = write_playlists(restoring, error);

    if (!written && !take_error(restoring, PROGRESS_ITEMS, first, error))
        return;
    if (!written && error->status != EXIT_LIMITED)
        return;
    /* a playlist that lacks only what is refused is whole */
    if (!lone_refusals_settle(restoring->ledger, error) || !check_playlists(restoring, error))
        (void)take_error(restoring, PROGRESS_PLAYLISTS, first, error);
}

bool writing_do(struct restoring *restoring, struct error *error)
{
    struct first_error first = {.is_set = false};
    bool goes_on = true;

    for (size_t i = 0; i < SAVED_STREAMS && goes_on; i++)
        if (!saving_write(restoring, i, error))
            goes_on = take_error(restoring, i, &first, error);
    if (goes_on)
        write_all_playlists(restoring, &first, error);
    if (!lone_refusals_settle(restoring->ledger, error))
        (void)take_error(restoring, PROGRESS_PLAYLISTS, &first, error);
    if (first.is_set)
        *error = first.error;
    return !first.is_set;
}
