#include "format/selection.h"

#include "base/buffer.h"

#include <string.h>
#include <strings.h>

bool selection_is_set(const struct selection *selection)
{
    return selection->playlists.count > 0 || selection->saved || selection->albums ||
           selection->listens || selection->all;
}

static bool is_kind(const struct known_list *list, const char *kind)
{
    return strcmp(list->kind, kind) == 0;
}

static bool has_id(const struct known_list *list, const char *text, size_t length)
{
    return list->id && strlen(list->id) == length && memcmp(list->id, text, length) == 0;
}

/* Whether a list is the playlist that `wanted` names: by its id, as it is or at the end of an
 * address, or by its name, as it is or in other capitals. */
static bool is_named(const struct known_list *list, const char *wanted, bool exactly)
{
    const char *id = wanted + strcspn(wanted, "?");

    if (!is_kind(list, "playlist") || list->is_gone)
        return false;
    if (!exactly)
        return strcasecmp(list->name, wanted) == 0;
    while (id > wanted && id[-1] != ':' && id[-1] != '/')
        id--;
    return has_id(list, id, strcspn(id, "?")) || strcmp(list->name, wanted) == 0;
}

static bool several_error(const struct known_list *lists, size_t count, const char *wanted,
                          bool exactly, struct error *error)
{
    struct buffer ids = {0};

    for (size_t i = 0; i < count; i++)
        if (is_named(&lists[i], wanted, exactly) &&
            !buffer_append_format(&ids, "%s%s", ids.length ? ", " : "", lists[i].id)) {
            buffer_free(&ids);
            return error_no_memory(error);
        }
    (void)error_set(error, EX_DATAERR,
                    "several playlists are called '%.80s': give the id of one: %s", wanted,
                    ids.bytes);
    buffer_free(&ids);
    return false;
}

static bool choose_playlist(const struct known_list *lists, size_t count, const char *wanted,
                            bool is_folder, bool *chosen, struct error *error)
{
    for (int exactly = 1; exactly >= 0; exactly--) {
        const struct known_list *found = NULL;
        for (size_t i = 0; i < count; i++) {
            if (!is_named(&lists[i], wanted, exactly))
                continue;
            if (found && !is_folder)
                return several_error(lists, count, wanted, exactly, error);
            found = &lists[i];
            if (found->is_unread)
                return error_set(error, EX_DATAERR,
                                 "the items of the playlist '%.80s' are not known: let a sync read "
                                 "them first",
                                 wanted);
            chosen[i] = true;
        }
        if (found)
            return true;
    }
    return error_set(error, EX_DATAERR, "there is no playlist '%.80s'", wanted);
}

static bool choose_kind(const struct known_list *lists, size_t count, const struct format *format,
                        const char *kind, const char *holds, bool *chosen, struct error *error)
{
    bool found = false;

    if (!format_takes(format, holds))
        return error_set(error, EX_USAGE, "the format takes no %s: choose another", holds);
    for (size_t i = 0; i < count; i++)
        if (is_kind(&lists[i], kind))
            found = chosen[i] = true;
    return found || error_set(error, EX_DATAERR, "there are no %s",
                              strcmp(kind, "saved_tracks") == 0 ? "saved tracks" : holds);
}

static void choose_all(const struct known_list *lists, size_t count, const struct format *format,
                       const char *holds, bool *chosen)
{
    for (size_t i = 0; i < count; i++)
        chosen[i] =
            !lists[i].is_gone && !lists[i].is_unread &&
            (holds ? strcmp(lists[i].holds, holds) == 0 : format_takes(format, lists[i].holds));
}

/* Chooses the list that is meant if nobody says which. */
static bool choose_usual(const struct known_list *lists, size_t count, const char *holds,
                         bool *chosen, struct error *error)
{
    size_t found = 0, last = 0;

    for (size_t i = 0; i < count; i++) {
        if (lists[i].is_gone || strcmp(lists[i].holds, holds) != 0)
            continue;
        if (!lists[i].id)
            return chosen[i] = true;
        found++;
        last = i;
    }
    if (found == 0)
        return error_set(error, EX_DATAERR, "there are no %s", holds);
    if (found > 1)
        return error_set(error, EX_DATAERR, "there are %zu playlists: choose one with --playlist",
                         found);
    return choose_playlist(lists + last, 1, lists[last].id, false, chosen + last, error);
}

bool selection_choose(const struct selection *selection, const struct known_list *lists,
                      size_t count, const struct format *format, const struct format_about *about,
                      bool is_folder, bool *chosen, struct error *error)
{
    for (size_t i = 0; i < count; i++)
        chosen[i] = false;
    if (selection->all)
        choose_all(lists, count, format, NULL, chosen);
    else if (!selection_is_set(selection) && is_folder)
        choose_all(lists, count, format, about->kinds[0], chosen);
    else if (!selection_is_set(selection))
        return choose_usual(lists, count, about->kinds[0], chosen, error);
    if (selection->playlists.count > 0 && !format_takes(format, "tracks"))
        return error_set(error, EX_USAGE, "the format takes no tracks: choose another");
    for (size_t i = 0; i < selection->playlists.count; i++)
        if (!choose_playlist(lists, count, selection->playlists.texts[i], is_folder, chosen, error))
            return false;
    return (!selection->saved ||
            choose_kind(lists, count, format, "saved_tracks", "tracks", chosen, error)) &&
           (!selection->albums ||
            choose_kind(lists, count, format, "saved_albums", "albums", chosen, error)) &&
           (!selection->listens ||
            choose_kind(lists, count, format, "listens", "listens", chosen, error));
}
