#include "list/joining.h"

#include <stdlib.h>

enum { MOST_TRIES = 3, SPARE_PAGES = 20, SPARE_PLACES = 1000 };

/* A page that was taken. */
struct taken_page {
    uint64_t sum; /* of its prints */
    int64_t total, offset;
};

struct joining {
    struct joining_options options;
    int64_t joined;
    int64_t total;              /* of the page taken last; negative: none yet */
    int64_t first;              /* total; negative: none yet */
    int64_t greatest;           /* total */
    int64_t smallest;           /* page */
    int64_t pages;              /* that were looked at */
    int64_t back_from, back_to; /* the totals for whose difference the reading last went back */
    bool is_refuted;            /* a page read again told the first of them */
    struct taken_page *taken;
    size_t taken_count, taken_capacity;
    int64_t repeat_offset; /* of the page that repeated another last */
    int repeats;
    struct page_fingerprints last; /* of the page taken last, */
    int64_t last_end;              /* which ended here */
    int64_t overlap;
    bool shows_nothing_new; /* after the list's end */
    int64_t hole;           /* the first place that was left out; negative: none */
    int64_t left_out;
    int failures; /* in a row */
    struct error reason;
};

struct joining *joining_open(const struct joining_options *options, struct error *error)
{
    struct joining *joining = calloc(1, sizeof *joining);

    if (!joining) {
        (void)error_no_memory(error);
        return NULL;
    }
    joining->options = *options;
    joining->joined = options->offset;
    joining->total = options->total;
    joining->first = options->total;
    joining->greatest = options->total;
    joining->back_from = joining->back_to = joining->repeat_offset = joining->last_end =
        joining->hole = -1;
    return joining;
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* Fails what goes beyond the bounds of a reading. */
static bool check_bounds(struct joining *joining, const struct joining_page *page,
                         struct error *error)
{
    int64_t total = page->envelope->total;

    if (total > JOINING_MOST_PLACES)
        return error_set(error, EX_PROTOCOL, "invalid response from %s: it counts %lld items",
                         joining->options.path, (long long)total);
    if (joining->first < 0)
        joining->first = total;
    joining->greatest = larger(joining->greatest, total);
    if (joining->smallest == 0 || page->envelope->limit < joining->smallest)
        joining->smallest = page->envelope->limit;
    if (joining->greatest > 2 * joining->first + SPARE_PLACES)
        return error_set(error, EX_PROTOCOL,
                         "invalid response from %s: it counts %lld items after %lld at first",
                         joining->options.path, (long long)total, (long long)joining->first);
    if (++joining->pages > 4 * (joining->greatest / joining->smallest + 1) + SPARE_PAGES)
        return error_set(error, EX_UNAVAILABLE,
                         "the library keeps changing while it is read; try again later");
    return true;
}

/* The page taken earlier that this one repeats, or NULL. */
static const struct taken_page *find_repeated(const struct joining *joining,
                                              const struct joining_page *page, uint64_t sum)
{
    if (page->prints->count < 2)
        return NULL; /* an overlap */
    for (size_t i = 0; sum && i < joining->taken_count; i++)
        if (joining->taken[i].sum == sum && joining->taken[i].total == page->envelope->total &&
            joining->taken[i].offset != page->offset)
            return &joining->taken[i];
    return NULL;
}

/* What becomes of a page that repeats an earlier one. */
static enum joining_step take_repeated(struct joining *joining, const struct joining_page *page,
                                       const struct taken_page *earlier, struct error *error)
{
    if (joining->repeat_offset != page->offset)
        joining->repeats = 0;
    joining->repeat_offset = page->offset;
    if (++joining->repeats < MOST_TRIES)
        return JOINING_AGAIN;
    (void)error_set(error, EX_PROTOCOL,
                    "invalid response from %s: the page at position %lld is the same as the one at "
                    "position %lld",
                    joining->options.path, (long long)page->offset, (long long)earlier->offset);
    return JOINING_FAILED;
}

static bool remember_page(struct joining *joining, const struct joining_page *page, uint64_t sum,
                          struct error *error)
{
    if (joining->taken_count == joining->taken_capacity) {
        size_t capacity = joining->taken_capacity ? 2 * joining->taken_capacity : 64;
        struct taken_page *grown = realloc(joining->taken, capacity * sizeof *grown);
        if (!grown)
            return error_no_memory(error);
        joining->taken = grown;
        joining->taken_capacity = capacity;
    }
    joining->taken[joining->taken_count++] =
        (struct taken_page){sum, page->envelope->total, page->offset};
    return true;
}

static bool is_told_in_turn(const struct joining_options *options, int64_t total)
{
    return total == options->least || total == options->greatest;
}

/* How many places the list has moved up by since the page before this one. */
static int64_t moved_up(const struct joining *joining, const struct joining_page *page)
{
    int64_t total = page->envelope->total;

    if (total >= joining->total ||
        (joining->is_refuted && joining->total == joining->back_from &&
         total == joining->back_to) ||
        (is_told_in_turn(&joining->options, total) &&
         is_told_in_turn(&joining->options, joining->total)))
        return 0;
    return joining->total - total;
}

/* Counts the entries that the page before this one ended with. */
static void see_overlap(struct joining *joining, const struct joining_page *page)
{
    int64_t overlap = 0;

    if (page->offset == joining->last_end && page->envelope->total == joining->total)
        overlap = page_fingerprints_overlap(&joining->last, page->prints);
    joining->overlap += overlap;
    joining->shows_nothing_new =
        page->offset >= page->envelope->total && overlap == page->prints->count;
    joining->last = *page->prints;
    joining->last_end = page->offset + page->envelope->items;
}

enum joining_step joining_take(struct joining *joining, const struct joining_page *page,
                               struct error *error)
{
    const struct page_envelope *envelope = page->envelope;
    uint64_t sum = page_fingerprints_sum(page->prints);
    const struct taken_page *repeated = find_repeated(joining, page, sum);
    int64_t moved = moved_up(joining, page);
    int64_t end = page->offset + larger(envelope->items, envelope->limit);

    /* a page that lacks items and says that there is no next one ends the list */
    if (end > envelope->total || (envelope->last && envelope->lacking > 0))
        end = larger(envelope->total, page->offset + envelope->items);
    if (!check_bounds(joining, page, error))
        return JOINING_FAILED;
    if (repeated)
        return take_repeated(joining, page, repeated, error);
    if (page->offset > 0 && page->offset > joining->joined - moved) {
        if (moved > 0) {
            joining->back_from = joining->total;
            joining->back_to = envelope->total;
            joining->is_refuted = false;
        }
        return JOINING_BACK;
    }
    if (!remember_page(joining, page, sum, error))
        return JOINING_FAILED;
    see_overlap(joining, page);
    joining->joined = larger(end, joining->joined - moved);
    joining->is_refuted = joining->is_refuted || envelope->total == joining->back_from;
    joining->total = envelope->total;
    joining->failures = 0;
    return JOINING_TAKEN;
}

bool joining_leave_out(struct joining *joining, int64_t offset, int64_t size,
                       const struct error *reason)
{
    if (joining->taken_count == 0 || ++joining->failures >= JOINING_FAILURES)
        return false;
    if (joining->left_out++ == 0)
        joining->reason = *reason;
    if (joining->hole < 0)
        joining->hole = offset < joining->joined ? offset : joining->joined;
    joining->joined = larger(joining->joined, offset + size);
    return true;
}

int64_t joining_joined(const struct joining *joining)
{
    return joining->joined;
}

int64_t joining_seen(const struct joining *joining)
{
    int64_t seen = joining->joined < joining->total ? joining->joined : joining->total;

    return joining->hole >= 0 && joining->hole < seen ? joining->hole : seen;
}

int64_t joining_total(const struct joining *joining)
{
    return joining->total;
}

int64_t joining_overlap(const struct joining *joining)
{
    return joining->overlap < joining->total ? joining->overlap : joining->total;
}

bool joining_has_more(const struct joining *joining)
{
    return joining->joined < joining->total + joining_overlap(joining) &&
           !joining->shows_nothing_new;
}

bool joining_conclude(const struct joining *joining, struct error *error)
{
    int64_t pages = (int64_t)joining->taken_count + joining->left_out;

    return joining->left_out == 0 ||
           error_set(error, joining->reason.status,
                     "%lld of %lld pages of %s could not be read: %s", (long long)joining->left_out,
                     (long long)pages, joining->options.path, joining->reason.text);
}

void joining_close(struct joining *joining)
{
    if (joining)
        free(joining->taken);
    free(joining);
}
