#include "change_kinds.h"
#include "dice.h"

/* Saves an album or unsaves one at a place; the same for artists to follow. */
bool change_list(struct library *library, const struct change *change, struct text *result)
{
    bool albums = strstr(change->what, "album") != NULL;
    struct entry_list *list = albums ? &library->albums : &library->followed;
    struct text ids = {0};
    struct spotify_id id;

    if (strncmp(change->what, "un", 2) == 0) {
        size_t place = (size_t)change_given(change->place, 0);
        if (place >= list->count) {
            text_add(result, "there is no such place");
            return false;
        }
        entry_remove(list, place);
    } else {
        struct entry entry = {
            .number = albums ? library->next_saved_album++ : library->catalogue.known_artists++,
            .added_at = list->count > 0 ? entry_at(list, 0)->added_at + 60 : 1795176000};
        entry_insert(list, 0, entry);
        (void)library_entry_id(library, albums ? ID_ALBUM : ID_ARTIST, &entry, &id);
        text_json(&ids, id.text);
    }
    change_tell(change, 1, &ids, list->count, result);
    text_free(&ids);
    return true;
}

/* Makes artists or albums of saved tracks answer null. */
bool change_unavailable(struct library *library, const struct change *change, struct text *result)
{
    enum id_kind kind = change->what[1] == 'r' ? ID_ARTIST : ID_ALBUM;
    struct text ids = {0};
    size_t done = 0;

    for (int attempts = 0; attempts < 100000 && (int64_t)done < change_given(change->count, 1) &&
                           library->tracks.count > 0;
         attempts++) {
        const struct entry *entry =
            entry_at(&library->tracks, (size_t)dice_below(&library->dice, library->tracks.count));
        if (entry->raw != 0)
            continue;
        uint32_t album = catalogue_album_of_track(&library->catalogue, entry->number);
        struct artist_list artists = catalogue_artists_of_track(&library->catalogue, entry->number);
        uint32_t artist = artists.numbers[dice_below(&library->dice, artists.count)];
        struct spotify_id id =
            catalogue_id(&library->catalogue, kind, kind == ID_ARTIST ? artist : album);
        if (id_set_has(&library->unavailable, id.text))
            continue;
        id_set_add(&library->unavailable, id.text);
        text_json(&ids, id.text);
        text_add(&ids, ",");
        done++;
    }
    change_tell(change, done, &ids, library->unavailable.count, result);
    text_free(&ids);
    return true;
}
