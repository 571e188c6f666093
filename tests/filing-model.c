/*
 * Random edits of a playlist between the list, the pages of its items, and the second look at the
 * list, read by the rules of fetch-playlists. Usage: filing-model SEED ROUNDS. Ends with 1 and a
 * sentence if items are filed under a snapshot that they are not of, or if a playlist that stands
 * still, however odd the answers about it, is not settled after two runs.
 */

#include "../cmd/fetch-playlists/filing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ITEMS = 500, PAGE = 50, BLANK = 0 };

struct playlist {
    int items[MOST_ITEMS];
    int count, version;
};

/* How the answers of a run are wrong, and always in the same way. */
struct oddness {
    const struct playlist *stale; /* what the pages from `fresh` on show; may be NULL */
    int fresh;
    int listed; /* added to the total of the list */
    int first;  /* added to the total of the first page */
    int blank;  /* of so many places the first one is blank; 0: none is */
    bool is_empty;
};

static int next_item;

static int below(int limit)
{
    return limit > 0 ? (int)(random() % limit) : 0;
}

static void edit(struct playlist *playlist)
{
    int kind = below(3), index = below(playlist->count);

    if (kind == 0 && playlist->count < MOST_ITEMS - 1) {
        playlist->items[playlist->count++] = ++next_item;
    } else if (kind == 1 && playlist->count > 0) {
        playlist->items[index] = playlist->items[--playlist->count];
    } else if (playlist->count > 0) {
        int other = below(playlist->count), item = playlist->items[index];
        playlist->items[index] = playlist->items[other];
        playlist->items[other] = item;
    }
    playlist->version++;
}

static void see_item(struct contents *contents, int position, int item)
{
    struct error error;
    char uri[32];
    jv record;

    (void)snprintf(uri, sizeof uri, "uri:%d", item);
    record = JV_OBJECT(jv_string("record"),
                       JV_OBJECT(jv_string("position"), jv_number(position), jv_string("uri"),
                                 item == BLANK ? jv_null() : jv_string(uri), jv_string("added_at"),
                                 item == BLANK ? jv_null() : jv_string(uri)));
    if (!contents_see(contents, record, &error))
        abort();
    jv_free(record);
}

static int shown_item(const struct playlist *playlist, const struct oddness *odd, int offset, int i)
{
    if (odd->blank && i % odd->blank == 0)
        return BLANK;
    return odd->stale && offset >= odd->fresh ? odd->stale->items[i] : playlist->items[i];
}

/* Reads until the rule says that it is enough, with edits in between. */
static enum contents_verdict read_items(struct playlist *playlist, const struct oddness *odd,
                                        int edits, int64_t listed, struct contents_shown *shown)
{
    struct error error;
    struct contents *contents = contents_new(&error);
    enum contents_verdict verdict = CONTENTS_READ_AGAIN;
    enum contents_mode mode = CONTENTS_PLAIN;
    int total = 0;

    *shown = (struct contents_shown){.least = -1};
    for (int readings = 1; verdict == CONTENTS_READ_AGAIN; readings++) {
        const struct contents_shown earlier = *shown;
        contents_clear(contents);
        for (int offset = 0; offset == 0 || offset < total; offset += PAGE) {
            int count = odd->is_empty ? 0 : playlist->count;
            total = count + (offset == 0 ? odd->first : 0);
            contents_count(contents, total);
            for (int i = offset; i < count && i < offset + PAGE; i++)
                see_item(contents, i, shown_item(playlist, odd, offset, i));
            if (edits > 0 && below(4) == 0)
                edit(playlist), edits--;
        }
        *shown = contents_sum(contents, PAGE);
        verdict = contents_judge(shown, &earlier, listed, readings, &mode);
    }
    contents_free(contents);
    return verdict;
}

/* What is stored of a playlist between the runs. */
struct stored {
    char snapshot_id[32], doubt[DOUBT_SIZE];
    struct contents_shown shown;
    bool is_wrong; /* it is filed under a snapshot that it is not of */
};

/* What the playlist holds. */
static struct contents_shown true_contents(const struct playlist *playlist)
{
    struct error error;
    struct contents *contents = contents_new(&error);
    struct contents_shown truth;

    for (int i = 0; i < playlist->count; i++)
        see_item(contents, i, playlist->items[i]);
    truth = contents_sum(contents, PAGE);
    contents_free(contents);
    return truth;
}

/* Whether what is filed under the playlist's snapshot are its items. */
static bool is_right(const struct playlist *playlist, const struct stored *stored)
{
    struct contents_shown truth = true_contents(playlist);
    char snapshot_id[32];

    (void)snprintf(snapshot_id, sizeof snapshot_id, "s%d", playlist->version);
    return strcmp(snapshot_id, stored->snapshot_id) != 0 ||
           (truth.count == stored->shown.count && truth.digest == stored->shown.digest);
}

/* One run; true if it read the items. */
static bool run_once(struct playlist *playlist, const struct oddness *odd, int edits, bool looks,
                     struct stored *stored)
{
    char before_id[32], after_id[32], doubt[DOUBT_SIZE] = "";
    struct listing before = {before_id, playlist->count + odd->listed}, after = {after_id, 0};
    struct filed_contents earlier = {.snapshot_id = stored->snapshot_id,
                                     .total = stored->shown.count,
                                     .digest = stored->shown.digest,
                                     .doubt = stored->doubt};
    const struct playlist listed = *playlist;
    struct contents_shown shown;
    enum filing filing;

    (void)snprintf(before_id, sizeof before_id, "s%d", playlist->version);
    if (filing_holds(&earlier, &before))
        return false;
    if (below(2) && edits > 0)
        edit(playlist), edits--;
    if (read_items(playlist, odd, edits, before.total, &shown) != CONTENTS_TAKEN)
        return true;
    (void)snprintf(after_id, sizeof after_id, "s%d", playlist->version);
    after.total = playlist->count + odd->listed;
    filing = filing_decide(&before, looks ? &after : NULL, &shown, &earlier, doubt);
    if (filing != FILING_CONTRADICTED) {
        (void)snprintf(stored->snapshot_id, sizeof stored->snapshot_id, "%s",
                       filing == FILING_CERTAIN ? before_id : "");
        stored->shown = shown;
    } else {
        *stored->snapshot_id = '\0';
    }
    (void)snprintf(stored->doubt, sizeof stored->doubt, "%s", doubt);
    stored->is_wrong = looks && !odd->is_empty && odd->first == 0 && !is_right(&listed, stored);
    return true;
}

static const char *try_edits(struct playlist *playlist, struct stored *stored)
{
    static const struct oddness none = {0};

    for (int run = below(4); run >= 0; run--) {
        (void)run_once(playlist, &none, below(4), below(4) > 0, stored);
        if (stored->is_wrong || !is_right(playlist, stored))
            return "items are filed under a snapshot that they are not of";
    }
    for (int run = 0; run < 2; run++)
        (void)run_once(playlist, &none, 0, true, stored);
    if (!is_right(playlist, stored) || !*stored->snapshot_id)
        return "a playlist that stands still is not filed after two runs";
    if (run_once(playlist, &none, 0, true, stored))
        return "it is read once more than needed";
    playlist->items[playlist->count++] = ++next_item;
    return run_once(playlist, &none, 0, true, stored) && is_right(playlist, stored)
               ? NULL
               : "another total under the same snapshot is no change";
}

/* An item is moved, and some pages are from before that. */
static const char *try_stale_pages(struct playlist *playlist, struct stored *stored)
{
    static const struct oddness none = {0};
    const struct playlist old = *playlist;
    const struct oddness odd = {.stale = &old, .fresh = PAGE * below(6)};
    int from = below(playlist->count), to = below(playlist->count);
    int item = playlist->items[from], step = from < to ? 1 : -1;

    for (; from != to; from += step)
        playlist->items[from] = playlist->items[from + step];
    playlist->items[to] = item;
    playlist->version++;
    (void)run_once(playlist, &odd, 0, true, stored);
    for (int run = 0; run < 2; run++)
        (void)run_once(playlist, &none, 0, true, stored);
    return is_right(playlist, stored) && *stored->snapshot_id
               ? NULL
               : "pages from before and after a move are filed together";
}

static const char *try_oddness(struct playlist *playlist, struct stored *stored)
{
    const struct oddness odd = {.listed = below(2), .first = below(2), .is_empty = below(4) == 0};
    int count = (int)stored->shown.count;

    edit(playlist);
    (void)run_once(playlist, &odd, 0, true, stored);
    if (odd.is_empty && odd.listed + playlist->count > 1 && stored->shown.count != count)
        return "one run was enough to believe what contradicts the list";
    (void)run_once(playlist, &odd, 0, true, stored);
    (void)run_once(playlist, &odd, 0, true, stored);
    return run_once(playlist, &odd, 0, true, stored) ? "odd answers are not settled" : NULL;
}

static const char *try_blanks(struct playlist *playlist, struct stored *stored)
{
    const struct oddness odd = {
        .listed = below(2), .first = below(2), .blank = below(2) ? 1 : 1 + below(60)};
    static const struct oddness none = {0};

    playlist->items[playlist->count++] = ++next_item;
    playlist->version++;
    for (int run = below(2); run >= 0; run--)
        (void)run_once(playlist, &odd, 0, below(2), stored);
    if (*stored->snapshot_id)
        return "two runs were enough to believe that places are blank";
    for (int run = 0; run < 2; run++)
        (void)run_once(playlist, &none, 0, true, stored);
    if (!is_right(playlist, stored) || !*stored->snapshot_id)
        return "a playlist that was blank once is not filed after two runs";
    edit(playlist);
    for (int run = 0; run < 4; run++)
        (void)run_once(playlist, &odd, 0, true, stored);
    return run_once(playlist, &odd, 0, true, stored) ? "places that stay blank are not settled"
                                                     : NULL;
}

int main(int argc, char **argv)
{
    long rounds = argc > 2 ? strtol(argv[2], NULL, 10) : 1000;

    srandom(argc > 1 ? (unsigned)strtol(argv[1], NULL, 10) : 1);
    for (long round = 0; round < rounds; round++) {
        static struct playlist playlist;
        struct stored stored = {.shown = {.digest = -1}};
        const char *wrong;

        playlist.version++;
        playlist.count = 0;
        for (int i = below(below(2) ? 5 : 250); i > 0; i--)
            playlist.items[playlist.count++] = ++next_item;
        wrong = try_edits(&playlist, &stored);
        if (!wrong)
            wrong = try_stale_pages(&playlist, &stored);
        if (!wrong)
            wrong = try_oddness(&playlist, &stored);
        if (!wrong)
            wrong = try_blanks(&playlist, &stored);
        if (wrong) {
            printf("round %ld: %s\n", round, wrong);
            return 1;
        }
    }
    return 0;
}
