#include "making.h"
#include "account_lists.h"
#include "base/ids.h"
#include "json/member.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* How many playlists in a row are refused before no more are asked for. */
enum { ATTEMPTS = 3, REFUSED_PLAYLISTS = 10 };

static const char make_endpoint[] = "POST /me/playlists";

/* A playlist that is asked for. */
struct making {
    struct restored_playlist *playlist;
    bool with_description;
    struct buffer body;
};

static const char *source_of(const struct restoring *restoring)
{
    return restoring->owner ? restoring->owner : "";
}

static bool append_json_column(void *body, sqlite3_stmt *row, struct error *error)
{
    return buffer_append_string(body, (const char *)sqlite3_column_text(row, 0)) ||
           error_no_memory(error);
}

static bool write_body(struct making *making, struct error *error)
{
    static const char sql[] =
        "SELECT json_patch(json_object('name', name, 'public', json(iif(public, 'true', 'false')),"
        " 'collaborative', json(iif(collaborative, 'true', 'false'))),"
        " iif(?2 AND description IS NOT NULL, json_object('description', description), '{}'))"
        " FROM lists WHERE rank = ?1";

    making->body.length = 0;
    return ledger_each(making->playlist->restoring->ledger, sql,
                       LEDGER_VALUES(LEDGER_NUMBER(making->playlist->rank),
                                     LEDGER_NUMBER(making->with_description)),
                       append_json_column, &making->body, error) &&
           (buffer_string(&making->body) || error_no_memory(error));
}

/* state NULL: it was not made. */
static bool note_making(const struct restored_playlist *playlist, const char *state,
                        struct error *error)
{
    struct restoring *restoring = playlist->restoring;
    const struct ledger_value *key =
        LEDGER_VALUES(LEDGER_TEXT(source_of(restoring)), LEDGER_TEXT(playlist->old_id),
                      LEDGER_TEXT(state), LEDGER_TEXT(playlist->new_id));

    if (!state)
        return ledger_run(restoring->ledger,
                          "DELETE FROM made_playlists WHERE source = ?1 AND old_id = ?2", key,
                          error);
    return ledger_run(restoring->ledger,
                      "INSERT OR REPLACE INTO made_playlists (source, old_id, state, new_id)"
                      " VALUES (?1, ?2, ?3, nullif(?4, ''))",
                      key, error);
}

static bool note_made(struct restored_playlist *playlist, struct error *error)
{
    return note_making(playlist, "made", error) &&
           ledger_run(playlist->restoring->ledger,
                      "UPDATE lists SET new_id = ?1, has_news = 1 WHERE rank = ?2",
                      LEDGER_VALUES(LEDGER_TEXT(playlist->new_id), LEDGER_NUMBER(playlist->rank)),
                      error);
}

static bool take_new_id(void *playlist, sqlite3_stmt *row, struct error *error)
{
    struct restored_playlist *of = playlist;

    (void)error;
    (void)snprintf(of->new_id, sizeof of->new_id, "%s", (const char *)sqlite3_column_text(row, 0));
    return true;
}

/* Looks in `listed` for one that this run may have made. */
static bool find_made(struct restored_playlist *playlist, struct error *error)
{
    static const char sql[] =
        "SELECT listed.id FROM listed JOIN lists ON trim(lists.name) = trim(listed.name)"
        " WHERE lists.rank = ?1 AND owner_id = ?2 AND items = 0"
        " AND listed.id NOT IN (SELECT id FROM foreign_playlists)"
        " AND listed.id NOT IN (SELECT new_id FROM made_playlists WHERE new_id IS NOT NULL)"
        " LIMIT 1";

    return ledger_each(
        playlist->restoring->ledger, sql,
        LEDGER_VALUES(LEDGER_NUMBER(playlist->rank), LEDGER_TEXT(playlist->restoring->user_id)),
        take_new_id, playlist, error);
}

static bool look_for_made(void *context, bool is_last, bool *is_there, struct error *error)
{
    struct restored_playlist *playlist = context;

    (void)is_last;
    if (!account_read_playlists(playlist->restoring, error) || !find_made(playlist, error))
        return false;
    *is_there = playlist->new_id[0] != '\0';
    return true;
}

/* What the answer says of what was made. */
static bool take_made(struct restored_playlist *playlist, const struct api_answer *answer,
                      struct error *error)
{
    char *id = member_text(answer->body, "id");
    jv public = member_get(answer->body, "public");
    bool is_public = jv_get_kind(public) == JV_KIND_TRUE, done = true;

    jv_free(public);
    if (id && strlen(id) < ITEM_URI && ids_valid(id, strlen(id)))
        (void)snprintf(playlist->new_id, sizeof playlist->new_id, "%s", id);
    free(id);
    if (is_public)
        done = ledger_run(playlist->restoring->ledger,
                          "UPDATE lists SET note = ltrim(coalesce(note, '') ||"
                          " '; Spotify made it public', '; ') WHERE rank = ?1 AND NOT public",
                          LEDGER_VALUES(LEDGER_NUMBER(playlist->rank)), error);
    /* an answer that does not say what was made is none */
    if (done && playlist->new_id[0] == '\0')
        done = writer_settle(&playlist->restoring->writer, look_for_made, playlist, error);
    return done;
}

/* Refused: it is asked for without its description, or in the next run. */
static bool take_refused_playlist(struct making *making, const struct api_answer *answer,
                                  bool *goes_on, struct error *error)
{
    struct restored_playlist *playlist = making->playlist;
    bool had_description = strstr(making->body.bytes, "\"description\"");

    *goes_on = making->with_description && had_description;
    making->with_description = false;
    if (!note_making(playlist, NULL, error))
        return false;
    if (*goes_on)
        return ledger_run(
            playlist->restoring->ledger,
            "UPDATE lists SET note = 'Spotify refused its description' WHERE rank = ?1",
            LEDGER_VALUES(LEDGER_NUMBER(playlist->rank)), error);
    if (strcasestr(answer->words, "limit"))
        return error_set(
            error, EX_TEMPFAIL,
            "the account can have no more playlists (%.160s): remove some, and restore "
            "again",
            answer->words);
    return playlist_note(playlist, ITEM_FAILED, answer->words, error) &&
           (++playlist->restoring->writer.refused_playlists < REFUSED_PLAYLISTS ||
            error_set(error, EX_UNAVAILABLE, "no playlist can be made now: %.300s", answer->words));
}

/* One attempt. *goes_on: there is to be another. */
static bool try_to_make(struct making *making, bool *goes_on, struct error *error)
{
    struct restored_playlist *playlist = making->playlist;
    struct api_answer *answer;
    struct error reason, unnoted;
    bool done = false;

    if (!write_body(making, error) || !note_making(playlist, "making", error))
        return false;
    *goes_on = false;
    switch (writer_send(&playlist->restoring->writer,
                        &(struct api_write){.method = "POST",
                                            .endpoint = make_endpoint,
                                            .path = "/me/playlists",
                                            .json = &making->body},
                        &answer, error)) {
    case WRITE_DONE:
        playlist->restoring->writer.failed_items = 0;
        playlist->restoring->writer.refused_playlists = 0;
        done = take_made(playlist, answer, error);
        break;
    case WRITE_REFUSED:
        done = take_refused_playlist(making, answer, goes_on, error);
        break;
    case WRITE_UNKNOWN:
        reason = *error;
        done = writer_settle(&playlist->restoring->writer, look_for_made, playlist, error);
        *goes_on = playlist->new_id[0] == '\0';
        if (done)
            *error = reason;
        break;
    case WRITE_FAILED:
        if (error->status == EXIT_LIMITED || error->status == EX_NOPERM ||
            error->status == EX_UNAVAILABLE)
            (void)note_making(playlist, NULL, &unnoted); /* it is certain that it was not made */
        break;
    }
    api_answer_free(answer);
    return done;
}

bool making_make(struct restored_playlist *playlist, struct error *error)
{
    struct making making = {.playlist = playlist, .with_description = true};
    bool goes_on = true, done = true;

    for (int attempt = 0; done && goes_on && attempt < ATTEMPTS; attempt++)
        done = try_to_make(&making, &goes_on, error);
    buffer_free(&making.body);
    if (done && goes_on) /* *error says why */
        return false;
    return done && (playlist->new_id[0] == '\0' || note_made(playlist, error));
}

bool making_find_lost(struct restoring *restoring, struct error *error)
{
    static const char pending[] =
        "old_id IN (SELECT old_id FROM made_playlists WHERE state = 'making')";
    struct restored_playlist playlist;
    int64_t behind = 0;
    bool found = true, done;

    while ((done = playlist_next(restoring, behind, pending, &playlist, &found, error)) && found) {
        behind = playlist.rank;
        done = find_made(&playlist, error) &&
               (playlist.new_id[0] ? note_made(&playlist, error)
                                   : note_making(&playlist, NULL, error));
        playlist_close(&playlist);
        if (!done)
            return false;
    }
    return done;
}
