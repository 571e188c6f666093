/* A fuzzer of the jq programs, for libFuzzer: any JSON body as the API's page gives messages that
 * can go into a pipe and conform to their stream's schema, or one clear error; of a playlist, one
 * for each item. The first byte chooses the program. */
#include "singer/shape.h"
#include "base/buffer.h"
#include "base/home.h"
#include "base/ids.h"
#include "base/log.h"
#include "base/timestamp.h"
#include "list/page_envelope.h"
#include "singer/messages.h"
#include "singer/streams.h"
#include "support/check.h"
#include "support/sink.h"
#include "json/json.h"

#include <jv.h>
#include <math.h>
#include <regex.h>
#include <string.h>

extern const char cmd_enrich_albums_albums_jq[];
extern const char cmd_enrich_artists_artists_jq[];
extern const char cmd_fetch_albums_saved_albums_jq[];
extern const char cmd_fetch_artists_followed_artists_jq[];
extern const char cmd_fetch_artists_top_artists_jq[];
extern const char cmd_fetch_audiobooks_saved_audiobooks_jq[];
extern const char cmd_fetch_episodes_saved_episodes_jq[];
extern const char cmd_fetch_playlists_items_jq[];
extern const char cmd_fetch_playlists_playlists_jq[];
extern const char cmd_fetch_plays_plays_jq[];
extern const char cmd_fetch_shows_saved_shows_jq[];
extern const char cmd_fetch_tracks_saved_tracks_jq[];

#define EXTRACTED_AT "2026-11-23T18:00:00.000000Z"

enum { IDS = 3, PAGE_SIZE = 50 };

enum body { PAGE, BATCH, ITEMS, FOLLOWED, PROFILE };

struct shaping {
    char letter;
    enum body body;
    const char *stream;
    const char *program;
    struct shape *shape;
    jv schema;
};

static struct shaping shapings[] = {
    {.letter = 't', PAGE, "saved_tracks", cmd_fetch_tracks_saved_tracks_jq},
    {.letter = 's', PAGE, "saved_albums", cmd_fetch_albums_saved_albums_jq},
    {.letter = 'h', PAGE, "saved_shows", cmd_fetch_shows_saved_shows_jq},
    {.letter = 'e', PAGE, "saved_episodes", cmd_fetch_episodes_saved_episodes_jq},
    {.letter = 'k', PAGE, "saved_audiobooks", cmd_fetch_audiobooks_saved_audiobooks_jq},
    {.letter = 'p', PAGE, "playlists", cmd_fetch_playlists_playlists_jq},
    {.letter = 'i', PAGE, "playlist_items", cmd_fetch_playlists_items_jq},
    {.letter = 'o', PAGE, "artists", cmd_fetch_artists_top_artists_jq},
    {.letter = 'f', FOLLOWED, "followed_artists", cmd_fetch_artists_followed_artists_jq},
    {.letter = 'y', ITEMS, "plays", cmd_fetch_plays_plays_jq},
    {.letter = 'a', BATCH, "artists", cmd_enrich_artists_artists_jq},
    {.letter = 'b', BATCH, "albums", cmd_enrich_albums_albums_jq},
    {.letter = 'u', PROFILE, "account", NULL},
};

static jv member(jv object, const char *name)
{
    return jv_get_kind(object) == JV_KIND_OBJECT ? jv_object_get(jv_copy(object), jv_string(name))
                                                 : jv_invalid();
}

/* libjq keeps its stack by its far end alone, where no leak checker finds it. */
static void close_shapes(void)
{
    for (size_t i = 0; i < sizeof shapings / sizeof *shapings; i++)
        if (shapings[i].shape) {
            shape_close(shapings[i].shape);
            jv_free(shapings[i].schema);
        }
}

static struct shaping *choose(char letter)
{
    struct error error;
    jv message;

    for (size_t i = 0; i < sizeof shapings / sizeof *shapings; i++) {
        struct shaping *shaping = &shapings[i];
        if (shaping->letter != letter)
            continue;
        if (shaping->shape)
            return shaping;
        CHECK(home_hide(&error));
        shaping->shape = shape_open(shaping->stream, shaping->program, COMPILE_AHEAD, &error);
        CHECK(shaping->shape);
        message = jv_parse(stream_find(shaping->stream)->schema_message);
        shaping->schema = member(message, "schema");
        jv_free(message);
        return shaping;
    }
    return NULL;
}

static bool is_string(jv object, const char *name)
{
    jv value = member(object, name);
    bool is = jv_get_kind(value) == JV_KIND_STRING;

    jv_free(value);
    return is;
}

/* Takes the array over. */
static bool is_array(jv value, int most)
{
    bool is = jv_get_kind(value) == JV_KIND_ARRAY && jv_array_length(jv_copy(value)) <= most;

    jv_free(value);
    return is;
}

/* What lookup.c takes for an answer: objects with an id, or null. */
static bool is_batch(jv value)
{
    bool is = jv_get_kind(value) == JV_KIND_ARRAY && jv_array_length(jv_copy(value)) <= IDS;

    for (int i = 0; is && i < jv_array_length(jv_copy(value)); i++) {
        jv element = jv_array_get(jv_copy(value), i);
        jv id = member(element, "id");
        is = jv_get_kind(element) == JV_KIND_NULL ||
             (jv_get_kind(id) == JV_KIND_STRING &&
              ids_valid(jv_string_value(id), (size_t)jv_string_length_bytes(jv_copy(id))));
        jv_free(id);
        jv_free(element);
    }
    jv_free(value);
    return is;
}

/* What the programs look at ahead of the shaping. */
static bool is_acceptable(const struct shaping *shaping, jv body)
{
    struct page_envelope envelope;
    bool acceptable = false;
    jv inner;

    switch (shaping->body) {
    case PAGE:
        acceptable = page_envelope_read(body, 0, PAGE_SIZE, &envelope) == NULL;
        break;
    case BATCH:
        acceptable = is_batch(member(body, shaping->stream));
        break;
    case ITEMS:
        acceptable = is_array(member(body, "items"), PAGE_SIZE);
        break;
    case FOLLOWED:
        inner = member(body, "artists");
        acceptable = is_array(member(inner, "items"), PAGE_SIZE);
        jv_free(inner);
        break;
    case PROFILE:
        acceptable = is_string(body, "id");
        break;
    }
    return acceptable;
}

/* What the program gets besides the body. */
static jv make_context(const struct shaping *shaping)
{
    if (strcmp(shaping->stream, "playlist_items") == 0)
        return JV_OBJECT(jv_string("playlist_id"), jv_string("0123456789abcdefghijkl"),
                         jv_string("snapshot_id"), jv_string("snapshot"));
    if (shaping->body == BATCH)
        return JV_OBJECT(jv_string("ids"), JV_ARRAY(jv_string("0000000000000000000001"),
                                                    jv_string("0000000000000000000002"),
                                                    jv_string("0000000000000000000003")));
    return jv_invalid();
}

/* Whether a value is of a type that the schema names. */
static bool is_of_type(jv value, const char *type)
{
    static const char *const names[] = {
        [JV_KIND_NULL] = "null",     [JV_KIND_FALSE] = "boolean", [JV_KIND_TRUE] = "boolean",
        [JV_KIND_NUMBER] = "number", [JV_KIND_STRING] = "string", [JV_KIND_ARRAY] = "array",
        [JV_KIND_OBJECT] = "object"};

    if (strcmp(type, "integer") != 0)
        return strcmp(type, names[jv_get_kind(value)]) == 0;
    return jv_get_kind(value) == JV_KIND_NUMBER &&
           floor(jv_number_value(value)) == jv_number_value(value) &&
           fabs(jv_number_value(value)) < 1e16;
}

static void check_type(jv schema, jv value)
{
    jv types = member(schema, "type");
    bool is = !jv_is_valid(types) ||
              (jv_get_kind(types) == JV_KIND_STRING && is_of_type(value, jv_string_value(types)));

    for (int i = 0; jv_get_kind(types) == JV_KIND_ARRAY && i < jv_array_length(jv_copy(types));
         i++) {
        jv type = jv_array_get(jv_copy(types), i);
        is = is || is_of_type(value, jv_string_value(type));
        jv_free(type);
    }
    jv_free(types);
    CHECK(is);
}

static void check_choice(jv schema, jv value)
{
    jv choices = member(schema, "enum");
    bool is = jv_get_kind(choices) != JV_KIND_ARRAY;

    for (int i = 0; !is && i < jv_array_length(jv_copy(choices)); i++)
        is = jv_equal(jv_array_get(jv_copy(choices), i), jv_copy(value));
    jv_free(choices);
    CHECK(is);
}

static void check_string(jv schema, jv value)
{
    const char *text = jv_string_value(value);
    size_t length = (size_t)jv_string_length_bytes(jv_copy(value));
    jv pattern = member(schema, "pattern");
    jv format = member(schema, "format");
    int64_t time;

    if (jv_is_valid(pattern)) {
        regex_t regex;
        CHECK(regcomp(&regex, jv_string_value(pattern), REG_EXTENDED | REG_NOSUB) == 0);
        CHECK(strlen(text) == length && regexec(&regex, text, 0, NULL, 0) == 0);
        regfree(&regex);
    }
    CHECK(!jv_is_valid(format) || timestamp_parse(text, length, &time));
    jv_free(pattern);
    jv_free(format);
}

static void check(jv schema, jv value);

static void check_members(jv schema, jv object)
{
    jv members = member(schema, "properties");
    jv required = member(schema, "required");

    for (int i = 0; jv_is_valid(required) && i < jv_array_length(jv_copy(required)); i++)
        CHECK(jv_object_has(jv_copy(object), jv_array_get(jv_copy(required), i)));
    for (int i = jv_object_iter(object); jv_object_iter_valid(object, i);
         i = jv_object_iter_next(object, i)) {
        jv inner = jv_is_valid(members)
                       ? jv_object_get(jv_copy(members), jv_object_iter_key(object, i))
                       : jv_invalid();
        jv value = jv_object_iter_value(object, i);
        if (jv_is_valid(inner))
            check(inner, value);
        jv_free(value);
        jv_free(inner);
    }
    jv_free(members);
    jv_free(required);
}

/* Whether a value is what a schema says. Both stay the caller's. */
static void check(jv schema, jv value)
{
    jv inner;

    check_type(schema, value);
    check_choice(schema, value);
    switch (jv_get_kind(value)) {
    case JV_KIND_NUMBER:
        inner = member(schema, "minimum");
        CHECK(!jv_is_valid(inner) || jv_number_value(value) >= jv_number_value(inner));
        jv_free(inner);
        break;
    case JV_KIND_STRING:
        check_string(schema, value);
        break;
    case JV_KIND_ARRAY:
        inner = member(schema, "items");
        for (int i = 0; jv_is_valid(inner) && i < jv_array_length(jv_copy(value)); i++) {
            jv element = jv_array_get(jv_copy(value), i);
            check(inner, element);
            jv_free(element);
        }
        jv_free(inner);
        break;
    case JV_KIND_OBJECT:
        check_members(schema, value);
        break;
    default:
        break;
    }
}

static void look_at_message(const struct shaping *shaping, const char *line, size_t length)
{
    static struct json_paths *paths;
    enum { TYPE, STREAM, TIME, RECORD, SLOTS };
    static const char *const names[SLOTS] = {"type", "stream", "time_extracted", "record"};
    static int slots[SLOTS];
    struct error error;
    jv message, record;

    if (!paths) {
        paths = json_paths_new(&error);
        CHECK(paths);
        for (int i = 0; i < SLOTS; i++)
            slots[i] = json_paths_add(paths, names[i], &error);
    }
    CHECK(json_scan(paths, line, length, &error));
    CHECK(json_is(json_value(paths, slots[TYPE]), "RECORD"));
    CHECK(json_is(json_value(paths, slots[STREAM]), shaping->stream));
    CHECK(json_is(json_value(paths, slots[TIME]), EXTRACTED_AT));
    CHECK(json_value(paths, slots[RECORD])->kind == JSON_OBJECT);
    message = jv_parse_sized(line, (int)length);
    record = member(message, "record");
    check(shaping->schema, record);
    jv_free(record);
    jv_free(message);
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
    struct shape_page page = SHAPE_PAGE(jv_invalid(), 0, "/page");
    jv body;

    if (!shaping)
        return 0;
    log_open("fuzz", LOG_LEVEL_ERROR);
    sink_open();
    if (!closing)
        closing = atexit(close_shapes) == 0;
    body = jv_parse_sized((const char *)data + 1, (int)size - 1);
    if (!jv_is_valid(body) || !is_acceptable(shaping, body)) {
        jv_free(body);
        return 0;
    }
    expected = expected_count(shaping, body);
    page.body = body;
    page.context = make_context(shaping);
    CHECK(timestamp_parse(EXTRACTED_AT, sizeof EXTRACTED_AT - 1, &page.received_at));
    if (!messages_print_page(shaping->shape, &page, &count, &error))
        CHECK(error.status == EX_PROTOCOL && *error.text);
    jv_free(page.context);
    jv_free(body);
    CHECK(expected < 0 || count == expected);
    sink_take(&printed);
    look_at(shaping, &printed, count);
    buffer_free(&printed);
    return 0;
}
