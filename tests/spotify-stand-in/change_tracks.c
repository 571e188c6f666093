#include "change_kinds.h"
#include "dice.h"

#include <stdlib.h>

static int64_t head_added_at(struct library *library)
{
    return library->tracks.count > 0 ? entry_at(&library->tracks, 0)->added_at
                                     : INT64_C(1795176000);
}

/* The time of a track that is put at a place: as old as the one that then follows it, or older than
 * all. */
static int64_t old_added_at(struct entry_list *tracks, size_t place)
{
    return place < tracks->count ? entry_at(tracks, place)->added_at
                                 : entry_at(tracks, place - 1)->added_at - 60;
}

/* Saves new tracks: at the head, at the head with the same time, or further down. */
bool change_add(struct library *library, const struct change *change, struct text *result)
{
    struct entry_list *tracks = &library->tracks;
    bool old = strcmp(change->what, "add-old") == 0;
    bool equal = strcmp(change->what, "add-equal") == 0;
    int64_t count = change_given(change->count, 1);
    struct text ids = {0};
    size_t shown = 0;

    for (int64_t i = 0; i < count; i++) {
        struct entry entry = {.number = library->next_track++, .added_at = head_added_at(library)};
        size_t place = 0;
        if (old && tracks->count > 0) {
            size_t chosen = 1 + (size_t)dice_below(&library->dice, tracks->count);
            place = change->place >= 0 ? (size_t)change->place : chosen;
            if (place > tracks->count)
                place = tracks->count;
            entry.added_at = old_added_at(tracks, place);
        } else if (!equal && !old) {
            entry.added_at += 1 + (int64_t)dice_below(&library->dice, 600);
        }
        entry_insert(tracks, place, entry);
        change_list_id(library, &entry, &shown, &ids);
    }
    change_tell(change, (size_t)count, &ids, tracks->count, result);
    text_free(&ids);
    return true;
}

/* Marks `count` places of `total`, scattered. */
static void mark_scattered(struct library *library, unsigned char *marks, size_t total,
                           size_t count)
{
    while (count > 0) {
        size_t place = (size_t)dice_below(&library->dice, total);
        while (marks[place])
            place = place + 1 < total ? place + 1 : 0;
        marks[place] = 1;
        count--;
    }
}

static void mark_block(unsigned char *marks, size_t total, size_t place, size_t count)
{
    for (size_t i = place; i < total && i - place < count; i++)
        marks[i] = 1;
}

/* remove (a place, or so many scattered ones), remove-block, remove-all-but. */
bool change_remove(struct library *library, const struct change *change, struct text *result)
{
    struct entry_list *tracks = &library->tracks;
    size_t total = tracks->count;
    size_t count = (size_t)change_given(change->count, 1);
    struct text ids = {0};
    size_t shown = 0;

    if (change->place >= 0 && (size_t)change->place >= total) {
        text_format(result, "no position %lld", (long long)change->place);
        return false;
    }
    unsigned char *marks = must_resize(NULL, total, 1);
    memset(marks, 0, total > 0 ? total : 1);
    if (strcmp(change->what, "remove-all-but") == 0)
        mark_scattered(library, marks, total, total > count ? total - count : 0);
    else if (change->place >= 0)
        mark_block(marks, total, (size_t)change->place, count);
    else if (strcmp(change->what, "remove-block") == 0)
        mark_block(marks, total,
                   total > count ? (size_t)dice_below(&library->dice, total - count) : 0, count);
    else
        mark_scattered(library, marks, total, count < total ? count : total);
    for (size_t place = 0; place < total; place++) {
        if (marks[place])
            change_list_id(library, entry_at(tracks, place), &shown, &ids);
    }
    size_t removed = entry_remove_marked(tracks, marks);
    change_tell(change, removed, &ids, tracks->count, result);
    free(marks);
    text_free(&ids);
    return true;
}

/* Where a track that was taken from a place goes: to the head, or somewhere below that place. */
static size_t place_again(struct library *library, const struct change *change, size_t place,
                          struct entry *entry)
{
    struct entry_list *tracks = &library->tracks;

    if (strcmp(change->what, "resave-old") != 0 || tracks->count == 0) {
        entry->added_at = head_added_at(library) + 1 + (int64_t)dice_below(&library->dice, 600);
        return 0;
    }
    size_t to = (size_t)change_given(
        change->to,
        (int64_t)(place + (size_t)dice_below(&library->dice, tracks->count + 1 - place)));
    if (to > tracks->count)
        to = tracks->count;
    entry->added_at = old_added_at(tracks, to);
    return to;
}

/* Removes a track and saves it again. */
bool change_resave(struct library *library, const struct change *change, struct text *result)
{
    struct entry_list *tracks = &library->tracks;
    int64_t count = change_given(change->count, 1);
    struct text ids = {0};
    size_t shown = 0;

    if (tracks->count == 0 || change->place >= (int64_t)tracks->count) {
        text_add(result, "there is no such place");
        return false;
    }
    for (int64_t i = 0; i < count; i++) {
        size_t chosen = (size_t)dice_below(&library->dice, tracks->count);
        size_t place = change->place >= 0 ? (size_t)change->place : chosen;
        struct entry entry = *entry_at(tracks, place);
        if (entry.raw != 0) {
            text_add(result, "a recorded track cannot be saved again");
            text_free(&ids);
            return false;
        }
        size_t index = tracks->count - 1 - place;
        memmove(tracks->entries + index, tracks->entries + index + 1,
                place * sizeof *tracks->entries);
        tracks->count--;
        size_t to = place_again(library, change, place, &entry);
        entry_insert(tracks, to, entry);
        change_list_id(library, &entry, &shown, &ids);
    }
    change_tell(change, (size_t)count, &ids, tracks->count, result);
    text_free(&ids);
    return true;
}
