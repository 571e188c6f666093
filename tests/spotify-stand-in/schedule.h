#ifndef STAND_IN_SCHEDULE_H
#define STAND_IN_SCHEDULE_H

/* Rules that tell at which requests something happens: WORD[=VALUE] and one of
 *     @N  @N-M  @*K  %P (or ~P, which needs no encoding in a URL)
 * the N-th request, those from N to M, every K-th, P of a hundred by the seed; and :ENDPOINT behind
 * it to count the requests to one kind of endpoint only, or :ID to strike among all only those that
 * ask for an artist, album or playlist of that id; and /A, /A-B or /A- behind that to strike only
 * those for the pages at these offsets. */

#include "place.h"
#include "text.h"

#define RULE_WORD_SIZE 64

struct rule {
    char word[RULE_WORD_SIZE];
    char value[RULE_WORD_SIZE];
    enum { RULE_RANGE, RULE_EVERY, RULE_CHANCE } when;
    uint64_t first;
    uint64_t last;
    struct place place;
    /* Tells the rules of chance apart. */
    uint64_t salt;
};

struct schedule {
    struct rule *rules;
    size_t count;
};

/* Adds a rule; its word must be one of `words` (parted by spaces) or, when numbers is true, an HTTP
 * status of 400 to 599. An empty text takes all rules away. False when it cannot be read. */
bool schedule_add(struct schedule *schedule, const char *words, bool numbers, const char *text);

/* The first rule at or behind index `from` that strikes a request: the number-th to the Web API,
 * the endpoint_number-th to its kind of endpoint. The seed decides on chances. NULL when there is
 * none. */
const struct rule *schedule_find(const struct schedule *schedule, size_t from,
                                 const struct request *request, uint64_t number,
                                 uint64_t endpoint_number, uint64_t seed);

void schedule_free(struct schedule *schedule);

#endif
