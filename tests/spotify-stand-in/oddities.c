#include "oddities.h"

#include "dice.h"

#include <stdlib.h>

/* The largest total of random answers, unless the rule says another. */
#define LONGEST 500

const char oddity_words[] =
    "null-item nulls few-items only total overlap drift first-page stale random settled "
    "fewer gap always-public no-description";

void oddities_init(struct oddities *oddities)
{
    *oddities = (struct oddities){.only = -1};
}

static int64_t number_or(const struct rule *rule, int64_t otherwise)
{
    return rule->value[0] != '\0' ? strtoll(rule->value, NULL, 10) : otherwise;
}

static void add_total(struct oddities *oddities, const struct rule *rule)
{
    oddities->total_added = rule->value[0] == '-' || rule->value[0] == '+';
    oddities->total_set = !oddities->total_added;
    oddities->total = number_or(rule, 0);
}

bool oddities_add(struct oddities *oddities, const struct rule *rule)
{
    const char *word = rule->word;

    if (strcmp(word, "null-item") == 0)
        oddities->null_item = true;
    else if (strcmp(word, "nulls") == 0)
        oddities->nulls = true;
    else if (strcmp(word, "few-items") == 0)
        oddities->few_items = true;
    else if (strcmp(word, "only") == 0)
        oddities->only = number_or(rule, 0);
    else if (strcmp(word, "total") == 0)
        add_total(oddities, rule);
    else if (strcmp(word, "overlap") == 0)
        oddities->overlap = number_or(rule, 1);
    else if (strcmp(word, "drift") == 0)
        oddities->drift = number_or(rule, 1);
    else if (strcmp(word, "first-page") == 0)
        oddities->first_page = true, oddities->offset_untold = strcmp(rule->value, "untold") == 0;
    else if (strcmp(word, "stale") == 0)
        oddities->stale = number_or(rule, INT64_MAX);
    else if (strcmp(word, "fewer") == 0)
        oddities->fewer = number_or(rule, 1);
    else if (strcmp(word, "gap") == 0)
        oddities->gap = true;
    else if (strcmp(word, "always-public") == 0)
        oddities->always_public = true;
    else if (strcmp(word, "no-description") == 0)
        oddities->no_description = true;
    else if (strcmp(word, "random") == 0 || strcmp(word, "settled") == 0)
        oddities->longest = number_or(rule, LONGEST), oddities->settled = *word == 's';
    else
        return false;
    return true;
}

static bool one_in(uint64_t *dice, uint64_t count)
{
    return dice_below(dice, count) == 0;
}

/* A number that is the same for all requests of that path and query. */
static uint64_t request_hash(const struct request *request, uint64_t seed)
{
    uint64_t hash = seed;

    for (const char *at = request->path; *at != '\0'; at++)
        hash = dice_mix(hash + (unsigned char)*at);
    for (const char *at = request->query; *at != '\0'; at++)
        hash = dice_mix(hash + (unsigned char)*at);
    return hash;
}

static void roll(struct oddities *oddities, uint64_t *dice)
{
    static const unsigned refusals[] = {400, 403, 404}, failures[] = {500, 502, 503};
    uint64_t longest = (uint64_t)oddities->longest;

    if (one_in(dice, 30))
        oddities->status = (one_in(dice, 5) ? refusals : failures)[dice_below(dice, 3)];
    oddities->null_item = one_in(dice, 10);
    oddities->nulls = one_in(dice, 30);
    oddities->few_items = one_in(dice, 8);
    if (one_in(dice, 8))
        oddities->only = (int64_t)dice_below(dice, longest + 1);
    oddities->total_set = one_in(dice, 2);
    if (oddities->total_set)
        oddities->total = (int64_t)dice_below(dice, longest + 1);
    if (one_in(dice, 4))
        oddities->overlap = (int64_t)dice_below(dice, 2 * longest + 1) - (int64_t)longest;
    oddities->first_page = one_in(dice, 8);
    oddities->offset_untold = one_in(dice, 20);
    if (one_in(dice, 20))
        oddities->offset_added = (int64_t)dice_below(dice, 201) - 100;
}

void oddities_roll(struct oddities *oddities, const struct request *request, uint64_t seed,
                   uint64_t *dice)
{
    uint64_t settled = request_hash(request, seed);

    if (oddities->longest > 0)
        roll(oddities, oddities->settled ? &settled : dice);
}

int64_t oddities_total(const struct oddities *oddities, int64_t count)
{
    int64_t total = oddities->total_set     ? oddities->total
                    : oddities->total_added ? count + oddities->total
                                            : count;
    return total > 0 ? total : 0;
}
