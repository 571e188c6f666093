#include "oddities.h"

#include <stdlib.h>

const char oddity_words[] = "null-item nulls few-items only total overlap drift first-page stale";

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
    else
        return false;
    return true;
}

int64_t oddities_total(const struct oddities *oddities, int64_t count)
{
    int64_t total = oddities->total_set     ? oddities->total
                    : oddities->total_added ? count + oddities->total
                                            : count;
    return total > 0 ? total : 0;
}
