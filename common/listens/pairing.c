#include "listens/pairing.h"

#include <stdlib.h>

enum { NO_PAIR = -1 };

/* The best chain of pairs that ends with a pair, each before the next on both sides. */
struct chain {
    int64_t pair;     /* its number in what was given */
    int64_t group;    /* of the things that are tied to each other */
    int64_t length;   /* in pairs */
    int64_t distance; /* in all */
    int64_t previous; /* the chain without this pair, or NO_PAIR */
};

struct pairing {
    struct pair *pairs;
    size_t count;
    struct chain *chains;
    int64_t lefts; /* the highest number of each side */
    int64_t rights;
    int64_t *parent; /* of each thing, towards one that stands for its group */
    int64_t *best;   /* a Fenwick tree of the best chains by their last right */
};

static int64_t group_of(struct pairing *pairing, int64_t thing)
{
    while (pairing->parent[thing] != thing) {
        pairing->parent[thing] = pairing->parent[pairing->parent[thing]];
        thing = pairing->parent[thing];
    }
    return thing;
}

static bool is_better(const struct pairing *pairing, int64_t chain, int64_t than)
{
    const struct chain *a, *b;

    if (than == NO_PAIR || chain == NO_PAIR)
        return chain != NO_PAIR;
    a = &pairing->chains[chain];
    b = &pairing->chains[than];
    return a->length > b->length || (a->length == b->length && a->distance < b->distance);
}

/* The best chain whose last right is at most `right`. */
static int64_t find_best(const struct pairing *pairing, int64_t right)
{
    int64_t best = NO_PAIR;

    for (; right > 0; right -= right & -right)
        if (is_better(pairing, pairing->best[right], best))
            best = pairing->best[right];
    return best;
}

static void offer(struct pairing *pairing, int64_t chain)
{
    int64_t right = pairing->pairs[pairing->chains[chain].pair].right;

    for (; right <= pairing->rights; right += right & -right)
        if (is_better(pairing, chain, pairing->best[right]))
            pairing->best[right] = chain;
}

static void withdraw(struct pairing *pairing, int64_t chain)
{
    int64_t right = pairing->pairs[pairing->chains[chain].pair].right;

    for (; right <= pairing->rights; right += right & -right)
        pairing->best[right] = NO_PAIR;
}

static int by_group(const void *a, const void *b)
{
    const struct chain *first = a, *second = b;

    if (first->group != second->group)
        return first->group < second->group ? -1 : 1;
    return first->pair < second->pair ? -1 : first->pair > second->pair;
}

static void build_chain(struct pairing *pairing, int64_t number)
{
    struct chain *chain = &pairing->chains[number];
    const struct pair *pair = &pairing->pairs[chain->pair];

    chain->previous = find_best(pairing, pair->right - 1);
    chain->length = 1;
    chain->distance = pair->distance;
    if (chain->previous != NO_PAIR) {
        chain->length += pairing->chains[chain->previous].length;
        chain->distance += pairing->chains[chain->previous].distance;
    }
}

/* Chooses within a group, whose chains are those from first to before end. */
static void choose_in_group(struct pairing *pairing, int64_t first, int64_t end)
{
    for (int64_t at = first; at < end;) {
        int64_t left = pairing->pairs[pairing->chains[at].pair].left, next = at;
        for (; next < end && pairing->pairs[pairing->chains[next].pair].left == left; next++)
            build_chain(pairing, next);
        for (; at < next; at++)
            offer(pairing, at);
    }
    for (int64_t at = find_best(pairing, pairing->rights); at != NO_PAIR;
         at = pairing->chains[at].previous)
        pairing->pairs[pairing->chains[at].pair].chosen = true;
    for (int64_t at = first; at < end; at++)
        withdraw(pairing, at);
}

static void find_groups(struct pairing *pairing)
{
    for (int64_t i = 0; i <= pairing->lefts + pairing->rights; i++)
        pairing->parent[i] = i;
    for (size_t i = 0; i < pairing->count; i++)
        pairing->parent[group_of(pairing, pairing->lefts + pairing->pairs[i].right)] =
            group_of(pairing, pairing->pairs[i].left);
    for (size_t i = 0; i < pairing->count; i++)
        pairing->chains[i] =
            (struct chain){.pair = (int64_t)i, .group = group_of(pairing, pairing->pairs[i].left)};
    qsort(pairing->chains, pairing->count, sizeof *pairing->chains, by_group);
}

static void choose(struct pairing *pairing)
{
    int64_t count = (int64_t)pairing->count;

    for (int64_t i = 0; i <= pairing->rights; i++)
        pairing->best[i] = NO_PAIR;
    find_groups(pairing);
    for (int64_t first = 0, end; first < count; first = end) {
        for (end = first;
             end < count && pairing->chains[end].group == pairing->chains[first].group;)
            end++;
        choose_in_group(pairing, first, end);
    }
}

bool pairing_choose(struct pair *pairs, size_t count)
{
    struct pairing pairing = {.pairs = pairs, .count = count};
    bool chosen;

    for (size_t i = 0; i < count; i++) {
        pairs[i].chosen = false;
        pairing.lefts = pairs[i].left > pairing.lefts ? pairs[i].left : pairing.lefts;
        pairing.rights = pairs[i].right > pairing.rights ? pairs[i].right : pairing.rights;
    }
    pairing.chains = calloc(count + 1, sizeof *pairing.chains);
    pairing.best = calloc((size_t)pairing.rights + 1, sizeof *pairing.best);
    pairing.parent = calloc((size_t)(pairing.lefts + pairing.rights) + 1, sizeof *pairing.parent);
    chosen = pairing.chains && pairing.best && pairing.parent;
    if (chosen)
        choose(&pairing);
    free(pairing.parent);
    free(pairing.best);
    free(pairing.chains);
    return chosen;
}
