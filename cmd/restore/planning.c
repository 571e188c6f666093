#include "planning.h"
#include "account_lists.h"
#include "filling.h"
#include "making.h"
#include "saving.h"

static bool change_plan(const struct restoring *restoring, const char *sql, struct error *error)
{
    const struct ledger_value *values = LEDGER_VALUES(
        LEDGER_TEXT(restoring->user_id), LEDGER_TEXT(restoring->owner ? restoring->owner : ""));

    return ledger_run(restoring->ledger, sql, values, error);
}

/* Takes out of the plan what the options do not name. */
static bool keep_chosen_streams(const struct restoring *restoring, struct error *error)
{
    const struct restore_options *options = &restoring->options;
    const bool chosen[SAVED_STREAMS] = {options->tracks, options->albums,   options->artists,
                                        options->shows,  options->episodes, options->audiobooks};
    bool has_chosen = options->playlists.count > 0;

    for (size_t i = 0; i < SAVED_STREAMS; i++)
        has_chosen = has_chosen || chosen[i];
    for (size_t i = 0; i < SAVED_STREAMS && has_chosen; i++)
        if (!chosen[i] && !ledger_run(restoring->ledger, "DELETE FROM things WHERE stream = ?1",
                                      LEDGER_VALUES(LEDGER_TEXT(saved_streams[i])), error))
            return false;
    return !has_chosen || options->playlists.count > 0 ||
           change_plan(restoring, "DELETE FROM lists", error);
}

static bool choose_playlists(const struct restoring *restoring, struct error *error)
{
    const struct option_texts *names = &restoring->options.playlists;
    int64_t found;

    for (size_t i = 0; i < names->count; i++) {
        const struct ledger_value *name = LEDGER_VALUES(LEDGER_TEXT(names->texts[i]));
        if (!ledger_number(restoring->ledger,
                           "SELECT count(*) FROM lists WHERE name = ?1 OR old_id = ?1", name,
                           &found, error))
            return false;
        if (found == 0)
            return error_set(error, EX_USAGE, "the library has no playlist '%.200s'",
                             names->texts[i]);
        if (!ledger_run(restoring->ledger,
                        "UPDATE lists SET is_named = 1 WHERE name = ?1 OR old_id = ?1", name,
                        error))
            return false;
    }
    return names->count == 0 ||
           change_plan(restoring, "DELETE FROM lists WHERE NOT is_named", error);
}

/* What the account has of the playlists, and what earlier runs have made. */
static bool find_playlists(struct restoring *restoring, struct error *error)
{
    int64_t wanted, lacking;

    if (!change_plan(
            restoring,
            "UPDATE lists SET state = 3, reason = CASE WHEN NOT is_own THEN"
            " 'somebody else''s: follow https://open.spotify.com/playlist/' || old_id"
            " ELSE 'its items were never read' END WHERE NOT is_read OR NOT (is_own OR is_named)",
            error) ||
        !change_plan(
            restoring,
            "UPDATE items SET state = 4, reason = (SELECT words FROM refusals WHERE"
            " list = 'playlist' AND refusals.uri = items.uri)"
            " WHERE state = 0 AND uri IN (SELECT uri FROM refusals WHERE list = 'playlist')",
            error) ||
        !ledger_number(restoring->ledger, "SELECT count(*) FROM lists WHERE state = 0", NULL,
                       &wanted, error))
        return false;
    if (wanted == 0)
        return true;
    if (!account_read_playlists(restoring, error) ||
        !ledger_number(restoring->ledger,
                       "SELECT count(*) FROM lists WHERE state = 0"
                       " AND old_id NOT IN (SELECT id FROM listed)",
                       NULL, &lacking, error) ||
        /* one answer is no proof that a playlist is not there, and has to be made */
        (lacking > 0 && !account_read_playlists_again(restoring, error)))
        return false;
    return change_plan(restoring,
                       "UPDATE lists SET state = 1 WHERE state = 0"
                       " AND old_id IN (SELECT id FROM listed)",
                       error) &&
           making_find_lost(restoring, error) &&
           change_plan(
               restoring,
               "INSERT OR IGNORE INTO foreign_playlists SELECT id FROM listed"
               " WHERE id NOT IN (SELECT new_id FROM made_playlists WHERE new_id IS NOT NULL)"
               " AND NOT (owner_id = ?1 AND items = 0"
               " AND EXISTS (SELECT 1 FROM made_playlists WHERE state = 'making'))",
               error);
}

/* Takes over what earlier runs have made. One that was removed since is made again if it is named.
 */
static bool take_made_playlists(struct restoring *restoring, struct error *error)
{
    return change_plan(restoring,
                       "DELETE FROM made_playlists WHERE source = ?2 AND state = 'filled'"
                       " AND new_id NOT IN (SELECT id FROM listed)"
                       " AND old_id IN (SELECT old_id FROM lists WHERE is_named AND state = 0)",
                       error) &&
           change_plan(restoring,
                       "UPDATE lists SET new_id = made.new_id FROM made_playlists AS made"
                       " WHERE made.source = ?2 AND made.old_id = lists.old_id AND lists.state = 0",
                       error) &&
           change_plan(
               restoring,
               "UPDATE lists SET state = 3, reason = 'it was restored before and is not in the"
               " account now: name it with --playlist to restore it again'"
               " WHERE state = 0 AND new_id NOT IN (SELECT id FROM listed) AND new_id IN"
               " (SELECT new_id FROM made_playlists WHERE state = 'filled')",
               error);
}

/* Those that earlier runs have filled with what the library has now are there, and so is what was
 * refused only after that. Others are to be looked into, like those that are not filled. */
static bool take_filled_playlists(struct restoring *restoring, struct error *error)
{
    return change_plan(restoring,
                       "UPDATE lists SET state = 1 FROM made_playlists AS made"
                       " JOIN filled_playlists AS filled USING (new_id), contents"
                       " WHERE made.state = 'filled' AND made.new_id = lists.new_id"
                       " AND contents.list = rank AND lists.state = 0"
                       " AND filled.contents IN (possible, with_refused)",
                       error) &&
           change_plan(restoring,
                       "UPDATE items SET state = 0, reason = NULL WHERE state = 4 AND list IN"
                       " (SELECT rank FROM lists JOIN contents ON list = rank"
                       " JOIN filled_playlists AS filled USING (new_id)"
                       " WHERE lists.state = 1 AND filled.contents = with_refused)",
                       error) &&
           (restoring->options.verify ||
            change_plan(restoring,
                        "UPDATE items SET state = 1 WHERE state = 0 AND list IN"
                        " (SELECT rank FROM lists WHERE state = 1 AND new_id IS NOT NULL)",
                        error));
}

/* What the others hold. */
static bool look_into_unfinished(struct restoring *restoring, struct error *error)
{
    struct restored_playlist playlist;
    int64_t behind = 0;
    bool found = true, done;

    while (
        (done = playlist_next(restoring, behind, "new_id IS NOT NULL", &playlist, &found, error)) &&
        found) {
        behind = playlist.rank;
        done = playlist.items.count == 0 || filling_find_there(&playlist, error);
        if (done && playlist.is_changed)
            done = playlist_note_changed(&playlist, error);
        playlist_close(&playlist);
        if (!done)
            return false;
    }
    return done;
}

/* Notes as filled those that are found to hold all that the library has now. */
static bool keep_filled_playlists(const struct restoring *restoring, struct error *error)
{
    return change_plan(restoring,
                       "UPDATE lists SET state = 1 WHERE state = 0 AND NOT EXISTS"
                       " (SELECT 1 FROM items WHERE list = rank AND items.state = 0) AND new_id IN"
                       " (SELECT new_id FROM made_playlists WHERE state = 'filled')",
                       error) &&
           change_plan(restoring,
                       "INSERT OR REPLACE INTO filled_playlists SELECT lists.new_id, held"
                       " FROM lists JOIN contents ON list = rank"
                       " LEFT JOIN filled_playlists AS filled USING (new_id)"
                       " WHERE lists.state = 1 AND lists.new_id IS NOT NULL"
                       " AND filled.contents IS NOT held",
                       error);
}

bool planning_make(struct restoring *restoring, struct error *error)
{
    if (!keep_chosen_streams(restoring, error) || !choose_playlists(restoring, error) ||
        !change_plan(restoring, "DELETE FROM items WHERE list NOT IN (SELECT rank FROM lists)",
                     error))
        return false;
    for (size_t i = 0; i < SAVED_STREAMS; i++)
        if (!saving_find_there(restoring, saved_streams[i], error))
            return false;
    if (!find_playlists(restoring, error) || !take_made_playlists(restoring, error) ||
        !take_filled_playlists(restoring, error))
        return false;
    if (!restoring->options.verify)
        return look_into_unfinished(restoring, error) && keep_filled_playlists(restoring, error);
    /* those that earlier runs have filled are read again, though the list may not show them */
    return change_plan(restoring,
                       "UPDATE lists SET note = iif(state = 3, reason, note), state = 0"
                       " WHERE state IN (1, 3) AND new_id IS NOT NULL",
                       error) &&
           look_into_unfinished(restoring, error) && keep_filled_playlists(restoring, error) &&
           change_plan(
               restoring,
               "UPDATE lists SET state = 1 WHERE state = 0 AND new_id IS NOT NULL"
               " AND NOT EXISTS (SELECT 1 FROM items WHERE list = rank AND items.state = 0)",
               error);
}
