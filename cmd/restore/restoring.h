#ifndef SPOTIFY_SYNC_RESTORING_H
#define SPOTIFY_SYNC_RESTORING_H

#include "api/api.h"
#include "base/options.h"
#include "ledger.h"
#include "writer.h"

/* A run of restore. */

struct restore_options {
    bool tracks, albums, artists, shows, episodes,
        audiobooks;                /* none of them: all, and playlists */
    struct option_texts playlists; /* the names of those to restore */
    bool in_order, dry_run, agreed, verify, json;
    long interval; /* between two writes that save, microseconds */
    long settle;
    const char *into; /* the account that is meant; NULL: the library's own */
};

/* How far a stream has come. */
struct progress {
    int64_t total, done, restored;
};

/* What progress is told of besides the saved streams. */
enum { SAVED_STREAMS = 6, PROGRESS_PLAYLISTS = SAVED_STREAMS, PROGRESS_ITEMS, PROGRESSES };

/* What a run costs. */
struct estimate {
    int64_t saves, saves_by_forties, saves_in_order; /* calls: those of this run, and of each way */
    int64_t makes, adds;
    int64_t checks; /* calls that read back */
    int64_t days;   /* by the quotas that are known, or 800 calls a day of a kind */
    bool is_known;  /* the quotas are */
};

struct restoring {
    struct restore_options options;
    struct api *api;
    struct ledger *ledger;
    struct writer writer;
    char *user_id; /* of the account that is written to */
    char *account_id;
    char *display_name;
    char *owner; /* of the library; NULL: not known */
    struct progress progress[PROGRESSES];
    struct estimate estimate;
    bool has_output; /* STATE messages are printed */
};

/* The names of the streams in the ledger whose things are saved. */
extern const char *const saved_streams[SAVED_STREAMS];

#endif
