#ifndef SPOTIFY_SYNC_ERROR_H
#define SPOTIFY_SYNC_ERROR_H

#include <stdbool.h>
#include <stdint.h>
#include <sysexits.h>

/*
 * What went wrong: the exit status of sysexits.h that a program ends with because of it, and one
 * sentence for a person, without a full stop or a newline.
 */
struct error {
    int status;
    char text[480];
    int64_t reset_at; /* when the limit ends (timestamp.h); 0: no limit was met */
};

/* The rate or quota limit was reached: try again later (sysexits.h calls it a temporary failure).
 */
#define EXIT_LIMITED EX_TEMPFAIL

/* Nobody reads standard output any more: the program is to end by SIGPIPE. */
#define EXIT_NO_READER (128 + 13)

/*
 * Fills *error with status and the printf-formatted text, cut to fit. Always returns false, so that
 * a function can end with `return error_set(...)`.
 */
__attribute__((format(printf, 3, 4))) bool error_set(struct error *error, int status,
                                                     const char *format, ...);

/* error_set with status EXIT_LIMITED, for a limit that lasts until reset_at. Always returns false.
 */
__attribute__((format(printf, 3, 4))) bool error_set_limited(struct error *error, int64_t reset_at,
                                                             const char *format, ...);

/* error_set for memory that could not be had: status EX_OSERR. Always returns false. */
bool error_no_memory(struct error *error);

#ifdef __clang_analyzer__
/* It does not look into other files, and would follow paths where these are true. */
#define error_set(...)         (error_set(__VA_ARGS__), false)
#define error_set_limited(...) (error_set_limited(__VA_ARGS__), false)
#define error_no_memory(error) (error_no_memory(error), false)
#endif

#endif
