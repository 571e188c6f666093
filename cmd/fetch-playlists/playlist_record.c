#include "playlist_record.h"
#include "base/timestamp.h"
#include "json/member.h"

static jv with_member(jv message, const char *name, jv value)
{
    jv record = member_get(message, "record");

    record = jv_object_set(record, jv_string(name), value);
    return jv_object_set(message, jv_string("record"), record);
}

/* The time is that of its items, for the record says what holds since they were read. */
static jv with_time(jv message, int64_t time)
{
    char text[TIMESTAMP_TEXT];

    timestamp_format(time, text);
    return jv_object_set(message, jv_string("time_extracted"), jv_string(text));
}

static jv with_items(jv message, const struct filed_contents *contents)
{
    if (*contents->snapshot_id)
        message = with_member(message, "items_snapshot_id", jv_string(contents->snapshot_id));
    message = with_member(message, "items_total", jv_number((double)contents->total));
    if (contents->digest >= 0)
        message = with_member(message, "items_digest", jv_number((double)contents->digest));
    if (*contents->doubt)
        message = with_member(message, "items_doubted", jv_string(contents->doubt));
    return message;
}

/* Of refused items, the snapshot is that of the refusal, and nothing is doubted. */
static jv with_refused(jv message, const struct filed_contents *contents)
{
    struct filed_contents unfiled = *contents;

    message = with_member(message, "items_refused", jv_true());
    unfiled.snapshot_id = unfiled.doubt = "";
    return contents->total > 0 ? with_items(message, &unfiled) : message;
}

jv playlist_record_known(jv message, const struct filed_contents *contents)
{
    return contents->refused ? with_refused(message, contents) : with_items(message, contents);
}

jv playlist_record_kept(jv message, const struct filed_contents *contents)
{
    return with_member(playlist_record_known(message, contents), "items_kept", jv_true());
}

jv playlist_record_filed(jv message, const struct queued_playlist *playlist)
{
    const struct filed_contents contents = {.snapshot_id = playlist->listed.snapshot_id,
                                            .total = playlist->shown.count,
                                            .digest = playlist->shown.digest,
                                            .doubt = playlist->doubt};

    return with_items(with_time(message, playlist->received_at), &contents);
}

/* Adds a doubt because of which nothing new is stored. */
static jv with_doubt(jv message, const struct queued_playlist *playlist)
{
    struct filed_contents contents;

    if (!playlist->earlier)
        return with_member(message, "items_doubted", jv_string(playlist->doubt));
    contents = *playlist->earlier;
    contents.snapshot_id = "";
    contents.doubt = playlist->doubt;
    return with_items(message, &contents);
}

jv playlist_record_doubted(jv message, const struct queued_playlist *playlist, int64_t time)
{
    const struct filed_contents contents = {.snapshot_id = "",
                                            .total = playlist->shown.count,
                                            .digest = playlist->shown.digest,
                                            .doubt = playlist->doubt};

    message = with_time(message, time);
    return playlist->filing == FILING_CONTRADICTED ? with_doubt(message, playlist)
                                                   : with_items(message, &contents);
}

jv playlist_record_refused(jv message, const struct queued_playlist *playlist)
{
    static const struct filed_contents none = {.digest = -1};

    message = with_time(message, playlist->received_at);
    return *playlist->doubt ? with_doubt(message, playlist)
                            : with_refused(message, playlist->earlier ? playlist->earlier : &none);
}
