/*
 * Random sequences of answers, and which missing ids are believed (common/enrich/absence.h) by a
 * look at the whole sequence. Usage: absence SEED ROUNDS. Ends with 1 and a sentence if the
 * verdicts differ.
 */

#include "enrich/absence.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST = 60 };

struct answer {
    size_t missing; /* 0: an object was found */
    enum absence_verdict verdict;
};

static long below(long limit)
{
    return random() % limit;
}

/* Gives the answers before `end` that are open this verdict. */
static void decide(struct answer *answers, size_t end, enum absence_verdict verdict)
{
    for (size_t i = 0; i < end; i++)
        if (answers[i].missing && answers[i].verdict == ABSENCE_OPEN)
            answers[i].verdict = verdict;
}

/* What the rule says of an answer, given all of them. */
static enum absence_verdict expected(const struct answer *answers, size_t count, size_t index,
                                     bool credible)
{
    size_t begin = index, end = index, length = 0, all = 0;
    bool found = false, whole_batch = false;

    while (begin > 0 && answers[begin - 1].missing)
        begin--;
    while (end < count && answers[end].missing)
        end++;
    for (size_t i = begin; i < end; i++) {
        length += answers[i].missing;
        whole_batch = whole_batch || answers[i].missing > 1;
    }
    for (size_t i = 0; i < count; i++) {
        all += answers[i].missing;
        found = found || !answers[i].missing;
    }
    if (whole_batch || length >= 10)
        return ABSENCE_DOUBTED;
    return found || (all == 1 && credible) ? ABSENCE_BELIEVED : ABSENCE_DOUBTED;
}

static bool one_round(void)
{
    struct absence absence = {0};
    struct answer answers[MOST];
    size_t count = (size_t)below(MOST) + 1, in_a_row = 0;
    long found = below(4) * 10, batches = below(2) * 5;
    bool credible = below(2);

    for (size_t i = 0; i < count; i++) {
        answers[i] = (struct answer){.verdict = ABSENCE_OPEN};
        if (below(100) >= found)
            answers[i].missing = below(100) < batches ? (size_t)below(50) + 1 : 1;
        decide(answers, i + 1,
               answers[i].missing ? absence_missing(&absence, answers[i].missing, credible)
                                  : absence_found(&absence));
        in_a_row = answers[i].missing ? in_a_row + 1 : 0;
        if (absence_is_hopeless(&absence) != (in_a_row >= 20))
            return false;
    }
    decide(answers, count, absence_end(&absence));
    for (size_t i = 0; i < count; i++)
        if (answers[i].missing && answers[i].verdict != expected(answers, count, i, credible))
            return false;
    return true;
}

int main(int argc, char **argv)
{
    long rounds = argc > 2 ? strtol(argv[2], NULL, 10) : 1000;

    srandom(argc > 1 ? (unsigned)strtol(argv[1], NULL, 10) : 1);
    for (long i = 0; i < rounds; i++)
        if (!one_round()) {
            printf("round %ld: the verdicts are not those of the rule\n", i);
            return 1;
        }
    return 0;
}
