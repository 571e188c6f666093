#ifndef SPOTIFY_SYNC_LOG_H
#define SPOTIFY_SYNC_LOG_H

/*
 * What a person reads: lines on standard error that begin with the program's name. Each line leaves
 * in one write(2), so that the stages of a pipeline do not mix theirs. Control characters in a
 * message (it may quote what a server sent) are shown as '?'.
 */

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/*
 * Names the program, a string that must outlive all logging, and the most talkative level shown.
 * Before the first call the name is "spotify-sync" and warnings are shown.
 */
void log_open(const char *program, enum log_level level);

/* Each writes one line where its level is shown; text over a kilobyte is cut. Failures to write are
 * ignored: there is nobody left to tell. */
__attribute__((format(printf, 1, 2))) void log_error(const char *format, ...);
/* Shown at every level, though nothing failed: what was not believed, is hidden, or was refused. */
__attribute__((format(printf, 1, 2))) void log_notice(const char *format, ...);
__attribute__((format(printf, 1, 2))) void log_warning(const char *format, ...);
__attribute__((format(printf, 1, 2))) void log_info(const char *format, ...);
__attribute__((format(printf, 1, 2))) void log_debug(const char *format, ...);

#endif
