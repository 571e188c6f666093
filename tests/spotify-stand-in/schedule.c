#include "schedule.h"

#include "dice.h"

#include <stdio.h>
#include <stdlib.h>

static bool is_among(const char *word, const char *words)
{
    size_t length = strlen(word);

    for (const char *at = words; *at != '\0'; at += strcspn(at, " "), at += strspn(at, " ")) {
        if (strcspn(at, " ") == length && memcmp(at, word, length) == 0)
            return true;
    }
    return false;
}

static bool is_status(const char *word)
{
    return strlen(word) == 3 && (word[0] == '4' || word[0] == '5') &&
           strspn(word, "0123456789") == 3;
}

/* Copies [from, to) when it fits. */
static bool copy_part(char part[RULE_WORD_SIZE], const char *from, const char *to)
{
    size_t length = (size_t)(to - from);

    if (length >= RULE_WORD_SIZE)
        return false;
    memcpy(part, from, length);
    part[length] = '\0';
    return true;
}

static bool read_range(const char *when, struct rule *rule)
{
    char *end;

    rule->when = RULE_RANGE;
    if (*when == '*') {
        rule->when = RULE_EVERY;
        when++;
    }
    if (*when < '0' || *when > '9')
        return false;
    rule->first = strtoull(when, &end, 10);
    rule->last = rule->first;
    if (*end == '-' && rule->when == RULE_RANGE && end[1] >= '0' && end[1] <= '9')
        rule->last = strtoull(end + 1, &end, 10);
    return *end == '\0' && rule->first > 0 && rule->last >= rule->first;
}

/* In hundredths of a percent. */
static bool read_chance(const char *when, struct rule *rule)
{
    char *end;
    double percent = strtod(when, &end);

    rule->when = RULE_CHANCE;
    if (end == when || *end != '\0' || !(percent >= 0 && percent <= 100))
        return false;
    rule->first = (uint64_t)(percent * 100 + 0.5);
    return true;
}

static bool read_rule(const char *text, struct rule *rule)
{
    char when[RULE_WORD_SIZE];
    const char *mark = text + strcspn(text, "@%~");
    const char *equals = memchr(text, '=', (size_t)(mark - text));
    const char *colon = mark + strcspn(mark, ":");

    place_init(&rule->place);
    if (*mark == '\0' || !copy_part(rule->word, text, equals != NULL ? equals : mark) ||
        (equals != NULL && !copy_part(rule->value, equals + 1, mark)) ||
        !copy_part(when, mark + 1, colon) ||
        (*colon == ':' && !place_read(colon + 1, strlen(colon + 1), &rule->place)))
        return false;
    return *mark == '@' ? read_range(when, rule) : read_chance(when, rule);
}

bool schedule_add(struct schedule *schedule, const char *words, bool numbers, const char *text)
{
    struct rule rule = {.salt = schedule->count};

    if (*text == '\0') {
        schedule_free(schedule);
        return true;
    }
    if (!read_rule(text, &rule) ||
        !(is_among(rule.word, words) || (numbers && is_status(rule.word))))
        return false;
    schedule->rules = must_resize(schedule->rules, schedule->count + 1, sizeof *schedule->rules);
    schedule->rules[schedule->count++] = rule;
    return true;
}

static bool strikes(const struct rule *rule, uint64_t number, uint64_t seed)
{
    switch (rule->when) {
    case RULE_RANGE:
        return number >= rule->first && number <= rule->last;
    case RULE_EVERY:
        return number % rule->first == 0;
    case RULE_CHANCE:
        return dice_hash(seed, 300 + rule->salt, number) % 10000 < rule->first;
    }
    return false;
}

const struct rule *schedule_find(const struct schedule *schedule, size_t from,
                                 const struct request *request, uint64_t number,
                                 uint64_t endpoint_number, uint64_t seed)
{
    for (size_t i = from; i < schedule->count; i++) {
        const struct rule *rule = &schedule->rules[i];
        bool all = rule->place.endpoint == ENDPOINT_COUNT;
        if (place_has(&rule->place, request) && strikes(rule, all ? number : endpoint_number, seed))
            return rule;
    }
    return NULL;
}

void schedule_free(struct schedule *schedule)
{
    free(schedule->rules);
    *schedule = (struct schedule){0};
}
