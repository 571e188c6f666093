#include "alignment.h"

#include <string.h>

static bool is_same(const char *shown, const char *wanted)
{
    return shown && strcmp(shown, wanted) == 0;
}

/* How many places differ. */
static size_t count_differences(const char *const *shown, size_t count, const char *const *wanted)
{
    size_t differences = 0;

    for (size_t i = 0; i < count; i++)
        differences += !is_same(shown[i], wanted[i]);
    return differences;
}

/* Finds what is shown among what is wanted, in order. False if some of it is not there. */
static bool match_in_order(const char *const *shown, size_t shown_count, const char *const *wanted,
                           size_t wanted_count, bool *is_there)
{
    size_t at = 0;

    for (size_t i = 0; i < shown_count; i++) {
        while (at < wanted_count && !is_same(shown[i], wanted[at]))
            at++;
        if (at == wanted_count)
            return false;
        is_there[at++] = true;
    }
    return true;
}

enum alignment alignment_find(const char *const *shown, size_t shown_count,
                              const char *const *wanted, size_t wanted_count, bool *is_there)
{
    size_t differences;

    memset(is_there, 0, wanted_count * sizeof *is_there);
    if (shown_count > wanted_count)
        return ALIGNED_NOT;
    differences = count_differences(shown, shown_count, wanted);
    if (differences > 0 && match_in_order(shown, shown_count, wanted, wanted_count, is_there))
        return ALIGNED_GAPS;
    memset(is_there, 0, wanted_count * sizeof *is_there);
    if (differences > shown_count / 10)
        return ALIGNED_NOT;
    memset(is_there, 1, shown_count * sizeof *is_there);
    return ALIGNED_WHOLE;
}
