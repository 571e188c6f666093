#include "enrich/absence.h"

enum { MOST_IN_A_ROW = 9, MOST_ANSWERS = 20 };

enum absence_verdict absence_found(struct absence *absence)
{
    absence->found = true;
    absence->in_a_row = absence->answers_in_a_row = 0;
    absence->whole_batch = false;
    return ABSENCE_BELIEVED;
}

enum absence_verdict absence_missing(struct absence *absence, size_t count, bool credible)
{
    absence->missing += count;
    absence->in_a_row += count;
    absence->answers_in_a_row++;
    absence->whole_batch = absence->whole_batch || count > 1;
    absence->incredible = absence->incredible || !credible;
    return absence->whole_batch || absence->in_a_row > MOST_IN_A_ROW ? ABSENCE_DOUBTED
                                                                     : ABSENCE_OPEN;
}

enum absence_verdict absence_end(const struct absence *absence)
{
    return absence->found || (absence->missing == 1 && !absence->incredible) ? ABSENCE_BELIEVED
                                                                             : ABSENCE_DOUBTED;
}

bool absence_is_hopeless(const struct absence *absence)
{
    return absence->answers_in_a_row >= MOST_ANSWERS;
}
