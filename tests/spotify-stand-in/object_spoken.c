#include "object_parts.h"

static void add_texts(struct text *text)
{
    text_add(text, "\"description\":\"About it\",\"html_description\":\"<p>About it</p>\","
                   "\"explicit\":false,\"languages\":[\"en\",\"nl\"],");
}

static void add_publisher(struct text *text, const struct shape *shape)
{
    if (shape->extended)
        text_add(text, "\"publisher\":\"A publisher\",");
}

static void add_object(struct text *text, const struct shape *shape, enum id_kind kind,
                       const char *word, uint32_t number)
{
    struct spotify_id id = catalogue_id(shape->catalogue, kind, number);

    part_markets(text, shape);
    part_links(text, word, &id);
    text_add(text, ",");
    part_images(text, shape, kind, number);
    text_add(text, ",");
    part_name(text, shape, kind, number);
    text_format(text, ",\"type\":\"%s\",", word);
    part_uri(text, word, &id);
}

void object_show(struct text *text, const struct shape *shape, enum id_kind kind, uint32_t number)
{
    text_add(text, "{\"copyrights\":[],\"is_externally_hosted\":false,\"media_type\":\"audio\",");
    text_format(text, "\"total_episodes\":%u,", 10 + number % 500);
    add_texts(text);
    add_publisher(text, shape);
    add_object(text, shape, kind, "show", number);
    text_add(text, "}");
}

void object_audiobook(struct text *text, const struct shape *shape, uint32_t number)
{
    text_format(text,
                "{\"authors\":[{\"name\":\"Author %u\"},{\"name\":\"A second one\"}],"
                "\"narrators\":[{\"name\":\"Narrator %u\"}],\"copyrights\":[],"
                "\"edition\":\"Unabridged\",\"media_type\":\"audio\",\"total_chapters\":%u,",
                number % 50, number % 30, 5 + number % 40);
    add_texts(text);
    add_publisher(text, shape);
    add_object(text, shape, ID_AUDIOBOOK, "audiobook", number);
    text_add(text, "}");
}

static void add_episode_members(struct text *text, const struct shape *shape, uint32_t episode)
{
    uint64_t hash = catalogue_hash(shape->catalogue, ID_EPISODE, PURPOSE_FIGURES, episode);

    text_add(text, "\"duration_ms\":");
    text_number(text, 600000 + part_duration_ms(hash) * 4);
    text_add(text, ",\"audio_preview_url\":null,\"is_externally_hosted\":false,"
                   "\"is_playable\":true,\"language\":\"en\",\"release_date\":\"2025-03-14\","
                   "\"release_date_precision\":\"day\",");
    add_texts(text);
    add_object(text, shape, ID_EPISODE, "episode", episode);
    text_add(text, ",\"show\":");
    object_show(text, shape, ID_SHOW, episode % 20);
}

void object_episode(struct text *text, const struct shape *shape, uint32_t episode)
{
    text_add(text, "{\"episode\":true,\"track\":false,");
    add_episode_members(text, shape, episode);
    text_add(text, "}");
}

void object_saved_episode(struct text *text, const struct shape *shape, uint32_t episode,
                          bool with_resume_point)
{
    text_add(text, "{");
    add_episode_members(text, shape, episode);
    if (with_resume_point)
        text_format(text, ",\"resume_point\":{\"fully_played\":%s,\"resume_position_ms\":%u}",
                    episode % 3 == 0 ? "true" : "false", episode % 3 == 0 ? 0 : episode * 1000);
    text_add(text, "}");
}
