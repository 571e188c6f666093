/*
 * Random histories of a list, followed by reconcile with as few pages as it asks for. Usage:
 * reconcile SEED ROUNDS. Each round is a list, edited and followed a few times, and at last read
 * whole. Prints the pages asked for on average; ends with 1 and a sentence if something that
 * stands in the list was called gone, or if the whole reading did not find the list as it is.
 */

#include "../cmd/fetch-tracks/reconcile.h"
#include "models/track_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = TRACK_LIST_MOST, PAGE = 50, SHORT_LIST = 200, STEPS = 5 };

/* How the list shows places that it hides: as nulls, or not at all. */
enum hiding { NOTHING_HIDDEN, NULLS, ABSENT };

static struct track_list list;  /* as it is */
static struct track_list known; /* as it was found */
static int64_t gaps[MOST];
static size_t gap_count;
static long unshown[MOST];
static size_t unshown_count;
static long kept; /* of what it could not be told whether it is gone */
static enum hiding hiding;
static long next_id, next_time, pages, blind;
static bool overlapping;  /* some pages begin before their offset */
static long hidden_moves; /* what was hidden has left its place, and reconcile cannot see it */

static long below(long limit)
{
    return limit > 0 ? random() % limit : 0;
}

static void remove_at(struct track_list *tracks, long index)
{
    hidden_moves += tracks->tracks[index].was_hidden;
    track_list_remove(tracks, index);
}

static void save(long id, long added_at)
{
    if (list.count < MOST / 2)
        list.tracks[list.count++] = (struct track){
            .id = id,
            .added_at = added_at,
            .order = random(),
            .hidden = hiding != NOTHING_HIDDEN && below(40) == 0,
        };
}

/* A time that is not newer than all others. */
static long old_time(void)
{
    return below(2) && list.count ? list.tracks[below(list.count)].added_at : 1 + below(next_time);
}

static void save_again(long index, bool with_old_time)
{
    long id = list.tracks[index].id, time = with_old_time ? old_time() : ++next_time;

    remove_at(&list, index);
    save(id, time);
}

/* What is newer than all that is known looks new when it is shown. */
static void hide_or_show(struct track *track)
{
    hidden_moves += track->was_hidden && known.count && track->added_at > known.tracks[0].added_at;
    track->hidden = !track->hidden;
}

static void edit(void)
{
    long kind = below(12), index = below(list.count);

    if (kind < 2 || list.count == 0)
        save(++next_id, ++next_time);
    else if (kind < 5)
        remove_at(&list, index);
    else if (kind == 5)
        save(++next_id, old_time());
    else if (kind == 6 || kind == 7)
        save_again(index, kind == 7);
    else if (kind == 8 && below(3) == 0)
        for (long i = below(list.count - index) % 60; i > 0; i--)
            remove_at(&list, index);
    else if (kind == 9 && below(8) == 0)
        for (long i = below(3 * PAGE); i > 0; i--)
            save_again(below(list.count), false);
    else if (kind == 10 && hiding != NOTHING_HIDDEN)
        hide_or_show(&list.tracks[index]);
    else if (kind == 11) {
        hidden_moves += list.tracks[index].was_hidden;
        list.tracks[index].order = random();
    }
    track_list_sort(&list);
}

static size_t name(long id, char text[static 24])
{
    return (size_t)snprintf(text, 24, "t%ld", id);
}

/* Takes the tracks that a page shows, in `shown`, with those equals whose order it shows. */
static void store_page(const struct track *shown, const bool *same, long count, int64_t place)
{
    for (long i = 0; i < count; i++) {
        struct track *track = track_list_find(&known, shown[i].id);
        bool differs = false;
        if (shown[i].id == 0)
            continue;
        for (long j = 0; j < count; j++)
            differs = differs || (!same[j] && shown[j].added_at == shown[i].added_at);
        if (!differs)
            continue;
        if (!track)
            track = &known.tracks[known.count++];
        *track = shown[i];
        track->order = (long)(list.count - place - i);
    }
}

/* Whether the page repeats what other pages showed: those are forgotten then. */
static bool forget_repeated(struct reconcile *reconcile, const struct track *shown, long count,
                            int64_t offset)
{
    bool repeats = false;
    char text[24];

    for (long i = 0; i < count; i++) {
        size_t length = name(shown[i].id, text);
        if (shown[i].id != 0 && reconcile_repeats(reconcile, offset + i, text, length))
            repeats = reconcile_forget(reconcile, text, length);
    }
    return repeats;
}

static void read_page(struct reconcile *reconcile, int64_t offset)
{
    int64_t end = offset + PAGE < list.count ? offset + PAGE : list.count;
    int64_t drift = overlapping && offset > 0 && below(6) == 0 ? 1 + below(5) : 0;
    struct track shown[PAGE] = {{0}};
    bool same[PAGE];
    long count = 0;
    char text[24];

    drift = drift > offset ? offset : drift;
    for (int64_t i = offset - drift; i < end - drift; i++) {
        if (!list.tracks[i].hidden)
            shown[count++] = list.tracks[i];
        else if (hiding == NULLS)
            shown[count++] = (struct track){0};
    }
    pages++;
    if (forget_repeated(reconcile, shown, count, offset)) {
        reconcile_want_again(reconcile, offset, end);
        return;
    }
    for (long i = 0; i < count; i++) {
        size_t length = name(shown[i].id, text);
        same[i] = shown[i].id == 0 ||
                  reconcile_see(reconcile, offset + i, text, length, shown[i].added_at);
    }
    reconcile_read(reconcile, offset, end, count < end - offset);
    store_page(shown, same, count, offset);
}

static bool is_unshown(long id)
{
    for (size_t i = 0; i < unshown_count; i++)
        if (unshown[i] == id)
            return true;
    return false;
}

/* Adds what is known; in a full reading, what it has not seen is suspected. */
static bool add_known(struct reconcile *reconcile, bool full, struct error *error)
{
    bool done = true;
    char text[24];

    for (long i = 0; done && i < known.count; i++) {
        const struct track *track = &known.tracks[i];
        const struct track *there = track_list_find(&list, track->id);
        size_t length = name(track->id, text);
        if (is_unshown(track->id))
            done = reconcile_unshow(reconcile, text, length, error);
        else if (full && gap_count == 0 && (!there || there->hidden))
            done = reconcile_suspect(reconcile, text, length, track->added_at, error);
        else
            done = reconcile_know(reconcile, text, length, track->added_at, error);
        if (track->missed)
            reconcile_keep(reconcile, text, length);
    }
    return done && reconcile_know_gaps(reconcile, gaps, gap_count, error);
}

/* Notes that the known ids of a fate were missed, and returns how many there are. */
static long note_missed(const struct reconcile *reconcile, enum reconcile_fate fate)
{
    size_t cursor = 0;
    long count = 0;
    const char *id;

    for (; (id = reconcile_next(reconcile, fate, &cursor)); count++)
        track_list_find(&known, strtol(id + 1, NULL, 10))->missed = true;
    return count;
}

/* Whether something else has the time that an id is known to have: it may be the same track. */
static bool is_replaced(long id)
{
    long added_at = track_list_find(&known, id)->added_at;

    if (!overlapping && track_list_find(&list, id)->added_at == added_at)
        return false;
    for (long i = 0; i < list.count; i++)
        if (list.tracks[i].added_at == added_at && list.tracks[i].id != id)
            return true;
    return false;
}

/* Takes what reconcile has found, and checks that nothing is called gone that stands in the list.
 * What the list hides may be called gone only if the reading before missed it too, or if something
 * else that was hidden has left its place to it. */
static bool take_findings(const struct reconcile *reconcile)
{
    size_t cursor = 0;
    const char *id;
    int64_t place;

    while ((id = reconcile_next(reconcile, RECONCILE_GONE, &cursor))) {
        long number = strtol(id + 1, NULL, 10);
        const struct track *there = track_list_find(&list, number);
        if (there && !is_replaced(number) &&
            !(there->hidden && (track_list_find(&known, number)->missed || hidden_moves > 0))) {
            printf("%s was called gone, but is there\n", id);
            return false;
        }
        track_list_find(&known, number)->gone = true;
    }
    for (long i = known.count; i-- > 0;)
        if (known.tracks[i].gone)
            remove_at(&known, i);
    track_list_sort(&known);
    for (long i = 0; i < known.count; i++)
        known.tracks[i].missed = false;
    (void)note_missed(reconcile, RECONCILE_UNSHOWN);
    kept = note_missed(reconcile, RECONCILE_KEPT);
    hidden_moves = 0;
    for (long i = 0; i < list.count; i++)
        list.tracks[i].was_hidden = list.tracks[i].hidden;
    cursor = gap_count = 0;
    while ((place = reconcile_gap(reconcile, &cursor)))
        gaps[gap_count++] = place;
    cursor = unshown_count = 0;
    while ((id = reconcile_next(reconcile, RECONCILE_UNSHOWN, &cursor)))
        unshown[unshown_count++] = strtol(id + 1, NULL, 10);
    return true;
}

/* Whether the places add up, and for a whole reading, whether all that is shown is known. */
static bool check_findings(bool full)
{
    long found = known.count - (long)unshown_count + (long)gap_count;
    long missed = 0;

    if (found != list.count + kept && unshown_count <= gap_count) {
        printf("%ld places were found, for %ld\n", found, list.count);
        return false;
    }
    for (long i = 0; i < list.count; i++) {
        const struct track *track = track_list_find(&known, list.tracks[i].id);
        missed += !list.tracks[i].hidden && (!track || track->added_at != list.tracks[i].added_at);
    }
    if (full && missed > 0) {
        printf("a whole reading missed %ld tracks\n", missed);
        return false;
    }
    blind += missed > 0;
    return true;
}

/* A full reading has stored all that is shown, before the differences are looked for. What was
 * hidden until then is known by now, as if it had been shown before. */
static void store_all(void)
{
    for (long i = 0; i < list.count; i++) {
        struct track *track = track_list_find(&known, list.tracks[i].id);
        if (list.tracks[i].hidden)
            continue;
        hidden_moves += !track;
        if (!track)
            track = &known.tracks[known.count++];
        *track = list.tracks[i];
        track->order = list.count - i;
    }
    track_list_sort(&known);
}

/* Asks the list which of the missing ones it holds. It need not answer if it is short. */
static bool ask_list(struct reconcile *reconcile, struct error *error)
{
    struct ids *elsewhere = ids_new(error);
    bool done = elsewhere && reconcile_elsewhere(reconcile, elsewhere, error);

    if (list.count <= SHORT_LIST && below(2))
        reconcile_unanswered(reconcile);
    for (size_t i = 0; done && i < ids_count(elsewhere); i++)
        if (track_list_find(&list, strtol(ids_get(elsewhere, i) + 1, NULL, 10)))
            reconcile_want_all(reconcile);
    ids_free(elsewhere);
    return done;
}

static bool follow(bool full, struct error *error)
{
    struct reconcile *reconcile = reconcile_new(error);
    int64_t offsets[100] = {0};
    size_t wanted = 1;
    bool done = false, asked = false;

    if (full)
        store_all();
    if (!reconcile || !add_known(reconcile, full, error) ||
        !reconcile_begin(reconcile, list.count, error))
        goto out;
    while (wanted || !asked) {
        if (!wanted && !(asked = ask_list(reconcile, error)))
            goto out;
        for (size_t i = 0; i < wanted; i++)
            read_page(reconcile, offsets[i]);
        wanted = reconcile_wanted(reconcile, PAGE, offsets, 100);
    }
    done = reconcile_settle(reconcile, error) && take_findings(reconcile) && check_findings(full);
out:
    reconcile_free(reconcile);
    return done;
}

static void begin_list(void)
{
    list.count = known.count = 0;
    gap_count = unshown_count = 0;
    next_time = 1;
    hiding = (enum hiding)below(3);
    overlapping = hiding == NOTHING_HIDDEN && below(2);
    for (long i = below(below(3) ? SHORT_LIST : MOST / 2); i > 0; i--) {
        next_time += below(20) != 0;
        save(++next_id, next_time);
    }
    track_list_sort(&list);
}

/* Nothing has changed since the last reading: one page shows it. */
static bool follow_unchanged(struct error *error)
{
    long before = pages;
    bool settled = kept == 0;

    if (!follow(false, error))
        return false;
    if (settled && pages != before + 1) {
        printf("%ld pages were read, for no change\n", pages - before);
        return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    long rounds = argc == 3 ? strtol(argv[2], NULL, 10) : 0, steps = 0;
    struct error error;

    if (argc != 3)
        return EX_USAGE;
    srandom((unsigned)strtoul(argv[1], NULL, 10));
    for (long round = 0; round < rounds; round++) {
        bool done;
        begin_list();
        done = follow(true, &error);
        for (long step = 0; done && step < STEPS; step++, steps++) {
            for (long i = below(2) ? below(4) : below(40); i > 0; i--)
                edit();
            done = follow(false, &error);
        }
        overlapping = false;
        if (!done || !follow(true, &error) || !follow_unchanged(&error)) {
            printf("in round %ld\n", round);
            return 1;
        }
    }
    printf("%ld rounds, %.1f pages a step, %ld with changes that hid each other\n", rounds,
           (double)pages / (double)(steps ? steps : 1), blind);
    return 0;
}
