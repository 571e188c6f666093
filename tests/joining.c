/*
 * Lists read from random servers, as pages.c reads them with one request at a time. Usage: joining
 * SEED ROUNDS. Ends with 1 and a sentence if a reading looks at more pages than joining.h says, if
 * an honest server's list is not read whole with one request for each page, or if one whose pages
 * overlap is not read whole.
 */

#include "list/joining.h"

#include <stdio.h>
#include <stdlib.h>

enum server { HONEST, DRIFTING, FIRST_PAGE, TWO_TOTALS, RANDOM, SERVERS };

enum { MOST = 1000, PAGE = 50 };

static enum server server;
static long length, drift, turn; /* of the list; of its pages; where its totals differ */
static bool seen[2 * MOST];
static int64_t greatest, first, smallest, latest; /* totals, a page, and a total */
static int64_t looks;                             /* at pages that were answered */

static long below(long limit)
{
    return random() % limit;
}

static void fail(const char *text)
{
    (void)fprintf(stderr, "joining: server %d, length %ld, drift %ld, turn %ld: %s\n", (int)server,
                  length, drift, turn, text);
    exit(1);
}

/* The place of the entry with which the page at an offset begins. */
static int64_t begin_of(int64_t offset)
{
    int64_t begin = server == DRIFTING     ? offset - drift * (offset / PAGE)
                    : server == FIRST_PAGE ? 0
                    : server == RANDOM     ? below(length + 1)
                                           : offset;

    return begin < 0 ? 0 : begin;
}

static int64_t total_of(int64_t offset)
{
    if (server == RANDOM)
        return below(4) == 0 ? below(2 * MOST) : length;
    return length + (server == TWO_TOTALS && offset < turn ? 70 : 0);
}

/* What the server answers. */
static void answer(int64_t offset, struct page_envelope *envelope, struct page_fingerprints *prints)
{
    int64_t begin = begin_of(offset), room;

    *envelope = (struct page_envelope){.total = total_of(offset), .limit = PAGE};
    if (server == RANDOM && below(5) == 0)
        envelope->limit = 1 + below(PAGE);
    room = begin < length ? length - begin : 0;
    envelope->items = room < envelope->limit ? room : envelope->limit;
    envelope->last = begin + envelope->items >= length;
    prints->count = envelope->items;
    for (int64_t i = 0; i < envelope->items; i++)
        prints->of[i] = (uint64_t)(begin + i + 1);
}

static enum joining_step look(struct joining *joining, int64_t offset, struct error *error)
{
    struct page_envelope envelope;
    struct page_fingerprints prints;
    const struct joining_page page = {offset, &envelope, &prints};
    const struct error reason = {.status = EX_UNAVAILABLE, .text = "by chance"};
    enum joining_step step;

    if (server == RANDOM && below(10) == 0)
        return joining_leave_out(joining, offset, PAGE, &reason) ? JOINING_TAKEN : JOINING_FAILED;
    answer(offset, &envelope, &prints);
    looks++;
    if (first < 0)
        first = envelope.total;
    latest = envelope.total;
    greatest = envelope.total > greatest ? envelope.total : greatest;
    smallest = envelope.limit < smallest ? envelope.limit : smallest;
    step = joining_take(joining, &page, error);
    if (step == JOINING_TAKEN)
        for (int64_t i = 0; i < prints.count; i++)
            seen[prints.of[i]] = true;
    return step;
}

/* Reads the list. Returns whether all of it was. */
static bool read_list(void)
{
    const struct joining_options options = {
        .path = "/list", .total = -1, .least = -1, .greatest = -1};
    struct error error;
    struct joining *joining = joining_open(&options, &error);
    enum joining_step step = JOINING_TAKEN;
    int64_t offset = 0;
    bool done;

    if (!joining)
        exit(EX_OSERR);
    looks = 0;
    greatest = first = -1;
    smallest = PAGE;
    do {
        step = look(joining, offset, &error);
        if (step == JOINING_BACK)
            offset = joining_joined(joining) - below(PAGE / 2) -
                     (latest < joining_total(joining) ? joining_total(joining) - latest : 0);
        else if (step == JOINING_TAKEN)
            offset = joining_joined(joining);
        if (offset < 0)
            offset = 0;
    } while (step == JOINING_BACK || step == JOINING_AGAIN ||
             (step == JOINING_TAKEN && joining_has_more(joining)));
    done = step == JOINING_TAKEN && joining_conclude(joining, &error);
    joining_close(joining);
    return done;
}

static void try_server(void)
{
    bool done;

    server = (enum server)below(SERVERS);
    length = below(MOST);
    drift = 1 + below(4);
    turn = below(length + 1);
    for (int i = 0; i < 2 * MOST; i++)
        seen[i] = false;
    done = read_list();
    if (greatest > 2 * first + 1000)
        greatest = 2 * first + 1000;
    if (looks > 4 * (greatest / smallest + 1) + 20 + 1)
        fail("too many pages were looked at");
    if (server == FIRST_PAGE && length > PAGE && done)
        fail("the first page was taken for all");
    if (server == HONEST && (!done || looks > length / PAGE + 1))
        fail("an honest server was asked too often");
    if ((server == HONEST || server == DRIFTING || server == TWO_TOTALS) && done)
        for (long i = 1; i <= length; i++)
            if (!seen[i])
                fail("the list was not read whole");
    if ((server == DRIFTING || server == TWO_TOTALS) && !done)
        fail("the reading failed");
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return EX_USAGE;
    srandom((unsigned)strtoul(argv[1], NULL, 10));
    for (long round = strtol(argv[2], NULL, 10); round > 0; round--)
        try_server();
    return 0;
}
