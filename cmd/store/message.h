#ifndef SPOTIFY_SYNC_MESSAGE_H
#define SPOTIFY_SYNC_MESSAGE_H

#include <stdbool.h>
#include <stdint.h>

/* A Singer message, as far as store needs it. */

enum message_kind {
    MESSAGE_BAD, /* the line is not a message, or lacks what it needs */
    MESSAGE_RECORD,
    MESSAGE_UNKNOWN_STREAM, /* a RECORD of a stream that is not in `streams` */
    MESSAGE_STATE,
    MESSAGE_OTHER,
};

struct message {
    enum message_kind kind;
    /* of a MESSAGE_RECORD: */
    int stream;           /* index in `streams` */
    uint64_t sort_key;    /* the first bytes of its key */
    int64_t time;         /* time_extracted, else _sdc_deleted_at, else 0 (timestamp.h) */
    int64_t deleted_time; /* _sdc_deleted_at, if it is deleted */
    bool deleted;
    bool full;  /* it has a member that only full objects have (struct stream) */
    bool valid; /* its fields have the types of the schema, and no constraint can refuse its rows */
};

#endif
