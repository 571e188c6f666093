/*
 * Random accounts whose list is read in run after run, some of the readings being false. Usage:
 * census SEED ROUNDS. Ends with 1 and a sentence if an entry of the list is called gone that the
 * run before had shown (unless that run was in doubt, and half of its entries are left), if three
 * true runs do not find the list as it is, or if a true run reads it more often than it must.
 */

#include "list/census.h"
#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 200, STEPS = 40 };

/* What is wrong with a reading. */
enum lie { TRUTH, EMPTY, MOSTLY_LOST, SOME_HIDDEN, TWO_TOTALS, LIES };

static bool exists[MOST], hidden[MOST];
static bool known[MOST];                     /* in the database */
static bool shown[MOST], shown_before[MOST]; /* by a run, and by the one before it */
static char remembered[1 << 16];             /* the line of a --known file; empty: none */

static long below(long limit)
{
    return random() % limit;
}

static void fail(const char *text, int step)
{
    (void)fprintf(stderr, "census: step %d: %s\n", step, text);
    exit(1);
}

static void see(struct census *census, int number, struct error *error)
{
    char id[24];
    jv message;

    (void)snprintf(id, sizeof id, "%022d", number);
    message = jv_object_set(jv_object(), jv_string("record"),
                            jv_object_set(jv_object(), jv_string("id"), jv_string(id)));
    if (!census_see(census, message, error))
        exit(EX_OSERR);
    jv_free(message);
}

/* Whether a lie leaves an entry out; *kept is how many known ones it may still show, *left_out how
 * many it may still hide. */
static bool leaves_out(enum lie lie, int number, long *kept, long *left_out)
{
    if (lie == MOSTLY_LOST)
        return below(4) != 0 || (known[number] && (*kept)-- <= 0);
    if (lie == SOME_HIDDEN)
        return below(4) == 0 && (*left_out)-- > 0;
    return lie == EMPTY;
}

/* Shows the list to the census, as it is or falsely. */
static void read_list(struct census *census, enum lie lie, struct error *error)
{
    long total = 0, seen = 0, kept = 0, left_out = 1 + below(3);

    for (int i = 0; i < MOST; i++) {
        total += exists[i];
        kept += known[i];
    }
    kept = (kept - 1) / 2;
    for (int i = 0; i < MOST; i++) {
        if (!exists[i] || hidden[i] || leaves_out(lie, i, &kept, &left_out))
            continue;
        see(census, i, error);
        shown[i] = true;
        seen++;
    }
    census_count(census, lie == EMPTY || lie == MOSTLY_LOST ? seen : total);
    if (lie == TWO_TOTALS)
        census_count(census, total + 7);
}

static struct census *open_census(struct error *error)
{
    struct census *census = census_open(NULL, NULL, NULL, error);
    struct reading earlier = READING_NONE;

    if (!census)
        exit(EX_OSERR);
    for (int i = 0; i < MOST; i++) {
        char id[24];
        (void)snprintf(id, sizeof id, "%022d", i);
        if (known[i] && !census_know(census, id, strlen(id), error))
            exit(EX_OSERR);
    }
    if (*remembered && !reading_parse(&earlier, remembered, strlen(remembered), error))
        exit(EX_DATAERR);
    census_remember(census, &earlier);
    return census;
}

/* One run, whose first `false_readings` readings are such; returns how many it read. */
static int run(enum lie lie, int false_readings, int step)
{
    struct error error;
    struct census *census = open_census(&error);
    struct buffer reading = {0};
    bool again = true;
    int readings = 0;

    memcpy(shown_before, shown, sizeof shown);
    memset(shown, 0, sizeof shown);
    while (again) {
        read_list(census, readings < false_readings ? lie : TRUTH, &error);
        readings++;
        if (!census_repeats(census, &again, &error))
            fail(error.text, step);
    }
    for (int i = 0; i < MOST; i++) {
        char id[24];
        (void)snprintf(id, sizeof id, "%022d", i);
        known[i] = known[i] || shown[i];
        if (!known[i] || !census_is_gone(census, id, strlen(id)))
            continue;
        if (exists[i] && !hidden[i] && shown_before[i] &&
            (lie != MOSTLY_LOST || !strstr(remembered, "doubted")))
            fail("an entry of the list is called gone", step);
        known[i] = false;
    }
    if (!census_conclude(census, "stream", &reading, &error))
        exit(EX_OSERR);
    (void)snprintf(remembered, sizeof remembered, "reading %s", reading.bytes);
    buffer_free(&reading);
    census_close(census);
    return readings;
}

/* What happens in the account between two runs. */
static void live(int step)
{
    bool emptied = below(15) == 0;

    for (int i = 0; i < MOST; i++) {
        if (emptied || below(20) == 0)
            exists[i] = false;
        else if (below(step == 0 ? 2 : 40) == 0)
            exists[i] = true;
        hidden[i] = hidden[i] ? below(60) != 0 : below(2000) == 0;
    }
}

static void check_found(int step)
{
    for (int i = 0; i < MOST; i++)
        if (known[i] != (exists[i] && !hidden[i]))
            fail("three true runs did not find the list as it is", step);
}

static void play_history(void)
{
    memset(exists, 0, sizeof exists);
    memset(hidden, 0, sizeof hidden);
    memset(known, 0, sizeof known);
    memset(shown, 0, sizeof shown);
    *remembered = '\0';
    for (int step = 0; step < STEPS; step++) {
        live(step);
        if (below(3) == 0) {
            enum lie lie = (enum lie)below(LIES);
            /* which places are hidden is random, and seldom the same twice */
            (void)run(lie, lie == SOME_HIDDEN ? 1 : 1 + (int)below(2 * CENSUS_READINGS), step);
            continue;
        }
        if (run(TRUTH, 0, step) > 2)
            fail("a true run read the list more than twice", step);
        if (below(2) == 0) {
            (void)run(TRUTH, 0, step);
            (void)run(TRUTH, 0, step);
            check_found(step);
            if (run(TRUTH, 0, step) > 1)
                fail("a run without a change read the list twice", step);
        }
    }
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return EX_USAGE;
    log_open("census", LOG_LEVEL_ERROR);
    srandom((unsigned)strtoul(argv[1], NULL, 10));
    for (long round = strtol(argv[2], NULL, 10); round > 0; round--)
        play_history();
    return 0;
}
