#ifndef STAND_IN_OBJECTS_H
#define STAND_IN_OBJECTS_H

/* Spotify's objects, written as JSON with the fields of the real ones. */

#include "catalogue.h"
#include "text.h"

/* What the links in objects begin with. */
#define OBJECT_API "https://api.spotify.com/v1/"

struct shape {
    const struct catalogue *catalogue;
    /* False leaves out what a Development Mode app does not get. */
    bool extended;
    /* available_markets as a JSON array. */
    const char *markets;
};

/* A JSON array of `count` countries, at most as many as Spotify has. */
void object_markets(struct text *text, unsigned count);

void object_artist_stub(struct text *text, const struct shape *shape, uint32_t artist);
void object_artist(struct text *text, const struct shape *shape, uint32_t artist);
/* The album as it stands in a track. */
void object_album_stub(struct text *text, const struct shape *shape, uint32_t album);
void object_album(struct text *text, const struct shape *shape, uint32_t album);
void object_track(struct text *text, const struct shape *shape, uint32_t track);

/* What an entry of a playlist holds; a track there has two more fields. */
void object_playlist_track(struct text *text, const struct shape *shape, uint32_t track);
/* The same episode dressed as a track, whose album and artist are its show. */
void object_episode_as_track(struct text *text, const struct shape *shape, uint32_t episode);

void object_episode(struct text *text, const struct shape *shape, uint32_t episode);
/* A show, or an audiobook (`kind`) as it is told among the shows. */
void object_show(struct text *text, const struct shape *shape, enum id_kind kind, uint32_t number);
void object_saved_episode(struct text *text, const struct shape *shape, uint32_t episode,
                          bool with_resume_point);
void object_audiobook(struct text *text, const struct shape *shape, uint32_t number);
void object_local_file(struct text *text, const struct shape *shape, uint32_t number);

/* A user as in added_by; a display_name is written when it is not NULL. */
void object_user(struct text *text, const char *id, const char *display_name);

/* The name and the uri of a track, a local file or an episode, as above. */
void object_name(const struct catalogue *catalogue, enum id_kind kind, uint64_t number,
                 char name[]);
void object_local_uri(struct text *text, uint32_t number);

/* The snapshot_id of a playlist's version, whose first four bytes tell it as in the real ones. */
void object_snapshot_id(struct text *text, const struct catalogue *catalogue, uint32_t playlist,
                        uint32_t version);

#endif
