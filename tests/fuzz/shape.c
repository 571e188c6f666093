/* A fuzzer of the jq programs, for libFuzzer: any JSON body as the API's page gives messages that
 * can go into a pipe, or one clear error; of a playlist, one for each item. The first byte chooses
 * the program. */
#include "shape.h"
#include "buffer.h"
#include "json.h"
#include "messages.h"
#include "pages.h"
#include "support/check.h"
#include "support/sink.h"
#include "timestamp.h"

#include <jv.h>
#include <string.h>

extern const char cmd_enrich_albums_albums_jq[];
extern const char cmd_enrich_artists_artists_jq[];
extern const char cmd_fetch_account_account_jq[];
extern const char cmd_fetch_playlists_items_jq[];
extern const char cmd_fetch_playlists_playlists_jq[];
extern const char cmd_fetch_tracks_saved_tracks_jq[];

enum { IDS = 3, PAGE_SIZE = 50 };

struct shaping {
    char letter;
    const char *stream;
    const char *program;
    const char *batch; /* the member of a batch's answer; NULL: it is no batch */
    bool is_page;
    const char *key;
    struct shape *shape;
};

static struct shaping shapings[] = {
    {'t', "saved_tracks", cmd_fetch_tracks_saved_tracks_jq, NULL, true, "record.id", NULL},
    {'p', "playlists", cmd_fetch_playlists_playlists_jq, NULL, true, "record.id", NULL},
    {'i', "playlist_items", cmd_fetch_playlists_items_jq, NULL, true, "record.playlist_id", NULL},
    {'a', "artists", cmd_enrich_artists_artists_jq, "artists", false, "record.id", NULL},
    {'b', "albums", cmd_enrich_albums_albums_jq, "albums", false, "record.id", NULL},
    {'u', "account", cmd_fetch_account_account_jq, NULL, false, "record.id", NULL},
};

/* libjq keeps its stack by its far end alone, where no leak checker finds it. */
static void close_shapes(void)
{
    for (size_t i = 0; i < sizeof shapings / sizeof *shapings; i++)
        shape_close(shapings[i].shape);
}

static struct shaping *choose(char letter)
{
    struct error error;

    for (size_t i = 0; i < sizeof shapings / sizeof *shapings; i++) {
        struct shaping *shaping = &shapings[i];
        if (shaping->letter != letter)
            continue;
        if (!shaping->shape)
            shaping->shape = shape_open(shaping->program, &error);
        CHECK(shaping->shape);
        return shaping;
    }
    return NULL;
}

static bool is_text(jv object, const char *member)
{
    jv value = jv_object_get(jv_copy(object), jv_string(member));
    bool is = jv_get_kind(value) == JV_KIND_STRING;

    jv_free(value);
    return is;
}

/* What the programs look at ahead of the shaping. */
static bool is_acceptable(const struct shaping *shaping, jv body)
{
    struct page_envelope envelope;
    bool acceptable;
    jv items;

    if (shaping->is_page)
        return page_envelope_read(body, 0, PAGE_SIZE, &envelope) == NULL;
    if (jv_get_kind(body) != JV_KIND_OBJECT)
        return false;
    if (!shaping->batch)
        return is_text(body, "id");
    items = jv_object_get(jv_copy(body), jv_string(shaping->batch));
    acceptable = jv_get_kind(items) == JV_KIND_ARRAY && jv_array_length(jv_copy(items)) <= IDS;
    jv_free(items);
    return acceptable;
}

static jv make_input(const struct shaping *shaping, jv body)
{
    jv input = JV_OBJECT(jv_string("page"), body, jv_string("time_extracted"),
                         jv_string("2026-11-23T18:00:00.000000Z"));

    if (shaping->is_page)
        input = jv_object_set(input, jv_string("offset"), jv_number(0));
    if (strcmp(shaping->stream, "playlist_items") == 0) {
        input = jv_object_set(input, jv_string("playlist_id"), jv_string("0123456789abcdefghijkl"));
        input = jv_object_set(input, jv_string("snapshot_id"), jv_string("snapshot"));
    }
    if (shaping->batch)
        input = jv_object_set(input, jv_string("ids"),
                              JV_ARRAY(jv_string("0000000000000000000001"),
                                       jv_string("0000000000000000000002"),
                                       jv_string("0000000000000000000003")));
    return input;
}

static void look_at_message(const struct shaping *shaping, const char *line, size_t length)
{
    static struct json_paths *paths;
    enum { TYPE, STREAM, TIME, RECORD, SLOTS };
    static const char *const names[SLOTS] = {"type", "stream", "time_extracted", "record"};
    static int slots[SLOTS];
    struct error error;
    int key;

    if (!paths) {
        paths = json_paths_new(&error);
        CHECK(paths);
        for (int i = 0; i < SLOTS; i++)
            slots[i] = json_paths_add(paths, names[i], &error);
    }
    key = json_paths_add(paths, shaping->key, &error);
    CHECK(key >= 0 && json_scan(paths, line, length, &error));
    CHECK(json_is(json_value(paths, slots[TYPE]), "RECORD"));
    CHECK(json_is(json_value(paths, slots[STREAM]), shaping->stream));
    CHECK(json_is(json_value(paths, slots[TIME]), "2026-11-23T18:00:00.000000Z"));
    CHECK(json_value(paths, slots[RECORD])->kind == JSON_OBJECT);
    CHECK(json_value(paths, key)->kind == JSON_STRING);
}

static void look_at(const struct shaping *shaping, const struct buffer *printed, int64_t count)
{
    const char *line = printed->bytes;

    for (size_t left = printed->length; left > 0;) {
        const char *end = memchr(line, '\n', left);
        CHECK(end);
        look_at_message(shaping, line, (size_t)(end - line));
        left -= (size_t)(end - line) + 1;
        line = end + 1;
        count--;
    }
    CHECK(count == 0);
}

/* How many messages a body must give; negative: that depends. */
static int64_t expected_count(const struct shaping *shaping, jv body)
{
    if (strcmp(shaping->stream, "playlist_items") != 0)
        return -1;
    return jv_array_length(jv_object_get(jv_copy(body), jv_string("items")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool closing;
    struct shaping *shaping = size ? choose((char)data[0]) : NULL;
    struct buffer printed = {0};
    struct error error;
    int64_t count, expected;
    jv body;

    if (!shaping)
        return 0;
    sink_open();
    if (!closing)
        closing = atexit(close_shapes) == 0;
    body = jv_parse_sized((const char *)data + 1, (int)size - 1);
    if (!jv_is_valid(body) || !is_acceptable(shaping, body)) {
        jv_free(body);
        return 0;
    }
    expected = expected_count(shaping, body);
    if (!messages_print(shaping->shape, make_input(shaping, body), "/page", &count, &error))
        CHECK(error.status == EX_PROTOCOL && *error.text);
    CHECK(expected < 0 || count == expected);
    sink_take(&printed);
    look_at(shaping, &printed, count);
    buffer_free(&printed);
    return 0;
}
