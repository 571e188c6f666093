/*
 * Random edits of a random list, found by reconcile with as few pages as it asks for. Usage:
 * reconcile SEED ROUNDS. Prints the pages asked for on average; ends with 1 and a sentence where
 * the changes found are not those made.
 */

#include "../cmd/fetch-tracks/reconcile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 4000, PAGE = 50 };

struct track {
    long id;     /* 0: a place that holds nothing */
    long hidden; /* what it held before, and may hold still */
    long added_at;
    long tie; /* where among its equals it stands */
};

struct list {
    struct track tracks[MOST];
    long count;
};

static long next_id, next_time, last_known_time;

static long below(long limit)
{
    return limit > 0 ? random() % limit : 0;
}

static int newest_first(const void *a, const void *b)
{
    const struct track *x = a, *y = b;

    if (x->added_at != y->added_at)
        return x->added_at < y->added_at ? 1 : -1;
    return (x->tie < y->tie) - (x->tie > y->tie);
}

static void add(struct list *list, long id, long added_at)
{
    if (list->count < MOST)
        list->tracks[list->count++] = (struct track){id, 0, added_at, random()};
}

static void remove_at(struct list *list, long index)
{
    memmove(&list->tracks[index], &list->tracks[index + 1],
            (size_t)(list->count - index - 1) * sizeof *list->tracks);
    list->count--;
}

static void save_again(struct list *list, long index)
{
    long id = list->tracks[index].id;

    if (!id)
        return;
    remove_at(list, index);
    add(list, id, ++next_time);
}

static void edit(struct list *list, bool may_hide)
{
    long kind = below(10), index = below(list->count);

    if (kind < 4 && list->count) {
        remove_at(list, index);
    } else if (kind == 4 && list->count) {
        save_again(list, index);
    } else if (kind == 8 && list->count && below(4) == 0) {
        /* more than a page of them, which hide what is removed behind */
        for (long i = below(3 * PAGE); i > 0; i--)
            save_again(list, below(list->count));
    } else if (kind == 9 && list->count && may_hide && below(4) == 0) {
        struct track *track = &list->tracks[index];
        if (track->added_at <= last_known_time)
            track->hidden = track->id ? track->id : track->hidden;
        track->id = 0;
    } else if (kind == 5) {
        add(list, ++next_id, 1 + below(next_time));
    } else if (kind == 6 && list->count) {
        add(list, ++next_id, list->tracks[index].added_at);
    } else if (kind == 7 && list->count) {
        long block = below(list->count - index) % 60;
        for (long i = 0; i < block; i++)
            remove_at(list, index);
    } else {
        add(list, ++next_id, ++next_time);
    }
    qsort(list->tracks, (size_t)list->count, sizeof *list->tracks, newest_first);
}

/* Whether a track is in the list, or was before its place came to hold nothing. */
static bool holds(const struct list *list, long id)
{
    for (long i = 0; i < list->count; i++)
        if (list->tracks[i].id == id || list->tracks[i].hidden == id)
            return true;
    return false;
}

/* Writes the id as text, and returns its length. */
static size_t name(long id, char text[static 24])
{
    return (size_t)snprintf(text, 24, "t%ld", id);
}

int main(int argc, char **argv)
{
    static struct list before, now, found;
    long rounds = argc > 2 ? strtol(argv[2], NULL, 10) : 100;
    long pages = 0, hidden = 0;
    struct error error;
    char text[24];

    srandom(argc > 1 ? (unsigned)strtol(argv[1], NULL, 10) : 1);
    for (long round = 0; round < rounds; round++) {
        struct reconcile *reconcile = reconcile_new(&error);
        int64_t offsets[100] = {0}, gap_places[MOST];
        size_t wanted = 1, cursor = 0, gap_count = 0, kept;
        long edits = below(2) ? below(4) : below(60);
        bool doubtful = below(3) == 0; /* what was there may come to hold nothing, or be left out */
        bool short_pages = doubtful && below(2);
        long gap_rate = doubtful && !short_pages ? 0 : below(2) ? 200 : 30;
        bool clean = !short_pages &&
                     below(2); /* no edits that hide each other: only additions or only removals */
        const char *id;
        size_t length;

        before.count = now.count = found.count = 0;
        next_time = 1;
        for (long i = below(below(3) ? 2000 : 100); i > 0; i--)
            add(&before, !gap_rate || below(gap_rate) ? ++next_id : 0,
                below(20) ? ++next_time : next_time);
        qsort(before.tracks, (size_t)before.count, sizeof *before.tracks, newest_first);
        now = before;
        last_known_time = next_time;
        for (long i = 0; i < edits; i++) {
            if (clean && now.count)
                remove_at(&now, below(now.count));
            else if (!clean)
                edit(&now, doubtful && !short_pages);
        }
        if (below(4) == 0) { /* the same list, its equals in another order */
            for (long i = 0; i < now.count; i++)
                now.tracks[i].tie = random();
            qsort(now.tracks, (size_t)now.count, sizeof *now.tracks, newest_first);
        }
        for (long i = 0; i < before.count; i++) {
            if (before.tracks[i].id == 0) {
                gap_places[gap_count++] = before.count - i;
                continue;
            }
            length = name(before.tracks[i].id, text);
            if (!reconcile_know(reconcile, text, length, before.tracks[i].added_at, &error))
                return 1;
        }
        if (!reconcile_know_gaps(reconcile, gap_places, gap_count, &error) ||
            !reconcile_begin(reconcile, now.count, &error))
            return 1;
        found = before;
        while (wanted) {
            for (size_t i = 0; i < wanted; i++, pages++) {
                long end = offsets[i] + PAGE < now.count ? (long)offsets[i] + PAGE : now.count;
                long place = (long)offsets[i];
                for (long from = place; from < end; from++) {
                    const struct track *track = &now.tracks[from];
                    if (short_pages && below(20) == 0)
                        continue;
                    length = name(track->id, text);
                    place++;
                    if (track->id &&
                        !reconcile_see(reconcile, place - 1, text, length, track->added_at)) {
                        for (long j = 0; j < found.count; j++)
                            if (found.tracks[j].id == track->id)
                                remove_at(&found, j);
                        add(&found, track->id, track->added_at);
                    }
                }
                reconcile_read(reconcile, offsets[i], end, place < end);
            }
            wanted = reconcile_wanted(reconcile, PAGE, offsets, 100);
        }
        if (!reconcile_settle(reconcile, &kept, &error))
            return 1;
        while ((id = reconcile_removed(reconcile, &cursor))) {
            long number = strtol(id + 1, NULL, 10);
            if (holds(&now, number)) {
                printf("round %ld: %s was called gone, but is there\n", round, id);
                return 1;
            }
            for (long j = 0; j < found.count; j++)
                if (found.tracks[j].id == number)
                    remove_at(&found, j);
        }
        for (long i = found.count; i-- > 0;)
            if (found.tracks[i].id == 0)
                remove_at(&found, i);
        cursor = gap_count = 0;
        while (reconcile_gap(reconcile, &cursor))
            gap_count++;
        if (found.count + (long)gap_count != now.count + (long)kept) {
            printf("round %ld: %ld tracks and %zu gaps, for %ld places\n", round, found.count,
                   gap_count, now.count);
            return 1;
        }
        for (long i = 0, missed = 0; i < now.count; i++)
            if (now.tracks[i].id && !holds(&found, now.tracks[i].id)) {
                if (clean) {
                    printf("round %ld: t%ld was missed\n", round, now.tracks[i].id);
                    return 1;
                }
                hidden += missed++ == 0;
            }
        reconcile_free(reconcile);
    }
    printf("%ld rounds, %.1f pages each, %ld with changes that hid each other\n", rounds,
           (double)pages / (double)rounds, hidden);
    return 0;
}
