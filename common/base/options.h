#ifndef SPOTIFY_SYNC_OPTIONS_H
#define SPOTIFY_SYNC_OPTIONS_H

#include "base/error.h"

#include <stddef.h>

/*
 * A program's options as a table, from which both the parsing and --help are made. Every program
 * also has -h/--help, -V/--version, -q/--quiet and -v/--verbose.
 */

enum option_kind {
    OPTION_FLAG,   /* target: bool; no argument */
    OPTION_NUMBER, /* target: long; a whole number from least to most */
    OPTION_SPAN,   /* target: long, in microseconds; seconds, with a fraction allowed, from least to
                      most seconds */
    OPTION_TEXT,   /* target: const char *, which points into argv */
    OPTION_TEXTS,  /* target: struct option_texts; may be given several times */
};

/* What the arguments of an option were, in order. The texts point into argv; the array lives as
 * long as the program. */
struct option_texts {
    const char **texts;
    size_t count;
};

struct option_entry {
    const char *name;     /* without its dashes; a NULL name ends the table */
    char letter;          /* its short name, or 0 */
    const char *argument; /* how --help calls the argument; NULL for a flag */
    const char *help;     /* one line */
    enum option_kind kind;
    void *target; /* holds the default until the option is met */
    long least, most;
};

struct program {
    const char *name;
    const char *synopsis;    /* what follows the name in the usage line */
    const char *description; /* one or more lines */
    const struct option_entry *options;
    int operands_least, operands_most; /* how many operands it takes; most < 0: any number */
    bool runs_jq;                      /* its home is hidden from libjq (home.h) */
};

/*
 * Makes ready what every program needs (the log under its name, file descriptors 0 to 2 open, a
 * SIGPIPE that ends it, a home that is hidden if `runs_jq`) and parses argv. Returns the index in
 * argv of the first operand. --help and --version print to standard output and exit with 0; a usage
 * that is wrong is named on standard error with the way to help, and exits with EX_USAGE.
 */
int options_parse(const struct program *program, int argc, char **argv);

#endif
