#include "contents.h"
#include "json/member.h"

#include <stdlib.h>
#include <string.h>

/* The digest of a place that was not seen; of an item it is never this one. */
enum { NOT_SEEN = 0 };

/* An item at one of its places. */
struct sighting {
    uint64_t digest;
    int64_t page;
};

struct contents {
    uint64_t *places;        /* the digest of each */
    struct sighting *sorted; /* room for as many */
    int64_t capacity;
    int64_t count; /* the places up to the last one that was seen */
    int64_t least, greatest;
};

static const uint64_t digest_start = UINT64_C(0xcbf29ce484222325); /* FNV-1a */

static uint64_t digest_bytes(uint64_t digest, const void *bytes, size_t length)
{
    const unsigned char *at = bytes;

    while (length--)
        digest = (digest ^ *at++) * UINT64_C(0x100000001b3);
    return digest;
}

struct contents *contents_new(struct error *error)
{
    struct contents *contents = calloc(1, sizeof *contents);

    if (!contents) {
        (void)error_no_memory(error);
        return NULL;
    }
    contents->least = contents->greatest = -1;
    return contents;
}

void contents_clear(struct contents *contents)
{
    if (contents->capacity)
        memset(contents->places, 0, (size_t)contents->capacity * sizeof *contents->places);
    contents->count = 0;
    contents->least = contents->greatest = -1;
}

void contents_count(struct contents *contents, int64_t total)
{
    if (contents->least < 0 || total < contents->least)
        contents->least = total;
    if (total > contents->greatest)
        contents->greatest = total;
}

static uint64_t digest_member(uint64_t digest, jv record, const char *name)
{
    jv value = member_get(record, name);

    if (jv_get_kind(value) == JV_KIND_STRING)
        digest = digest_bytes(digest, jv_string_value(value),
                              (size_t)jv_string_length_bytes(jv_copy(value)));
    jv_free(value);
    return digest_bytes(digest, "", 1);
}

static bool reserve_places(struct contents *contents, int64_t count, struct error *error)
{
    int64_t capacity = contents->capacity ? contents->capacity : 2L * CONTENTS_PAGE;
    uint64_t *grown;
    struct sighting *sorted;

    if (count <= contents->capacity)
        return true;
    while (capacity < count)
        capacity *= 2;
    sorted = realloc(contents->sorted, (size_t)capacity * sizeof *sorted);
    if (!sorted)
        return error_no_memory(error);
    contents->sorted = sorted;
    grown = realloc(contents->places, (size_t)capacity * sizeof *grown);
    if (!grown)
        return error_no_memory(error);
    memset(grown + contents->capacity, 0, (size_t)(capacity - contents->capacity) * sizeof *grown);
    contents->places = grown;
    contents->capacity = capacity;
    return true;
}

/* The lowest bit of a digest says whether the item has the time when it was added. */
static uint64_t mark_timed(uint64_t digest, bool is_timed)
{
    return is_timed ? digest | 1 : digest & ~UINT64_C(1);
}

static bool is_timed(uint64_t digest)
{
    return digest & 1;
}

/* The digest of what has neither uri nor time: of several of these, none is known from another. */
static uint64_t unknown_item(void)
{
    return mark_timed(digest_bytes(digest_start, "\0", 2), false);
}

bool contents_see(struct contents *contents, jv message, struct error *error)
{
    jv record = member_get(message, "record");
    uint64_t digest = digest_member(digest_member(digest_start, record, "uri"), record, "added_at");
    jv added_at = member_get(record, "added_at");
    int64_t position;
    bool is_item = member_number(record, "position", &position);

    digest = mark_timed(digest, jv_get_kind(added_at) == JV_KIND_STRING);
    jv_free(added_at);
    jv_free(record);
    if (!is_item)
        return true;
    if (!reserve_places(contents, position + 1, error))
        return false;
    contents->places[position] = digest == NOT_SEEN ? digest + 2 : digest;
    if (position >= contents->count)
        contents->count = position + 1;
    return true;
}

/* Whether the page shows what the list begins with. A page of one item, or of one item many times,
 * says nothing. */
static bool repeats_first_page(const struct contents *contents, int64_t offset, int64_t page_size)
{
    const uint64_t *places = contents->places;
    int64_t length = contents->count - offset < page_size ? contents->count - offset : page_size;
    bool varies = false;

    for (int64_t i = 0; i < length; i++) {
        if (places[offset + i] != places[i])
            return false;
        varies = varies || places[i] != places[0];
    }
    return varies;
}

int64_t contents_overlap(const struct contents *contents, int64_t offset)
{
    const uint64_t *places = contents->places;
    int64_t length = contents->count - offset < offset ? contents->count - offset : offset;

    for (length = length < CONTENTS_PAGE ? length : CONTENTS_PAGE; length > 0; length--) {
        bool known = false, same = true;
        for (int64_t i = 0; same && i < length; i++) {
            same = places[offset - length + i] == places[offset + i];
            known = known || places[offset + i] != unknown_item();
        }
        if (same && known)
            return length;
    }
    return 0;
}

void contents_cut(struct contents *contents, int64_t count)
{
    while (contents->count > count)
        contents->places[--contents->count] = NOT_SEEN;
}

static int by_digest_and_page(const void *a, const void *b)
{
    const struct sighting *x = a, *y = b;

    if (x->digest != y->digest)
        return x->digest < y->digest ? -1 : 1;
    return (x->page > y->page) - (x->page < y->page);
}

/* How many pages show an item that an earlier page shows, too, counted for each such item. A track
 * whose time is not known may well be in a playlist twice. */
static int64_t count_twins(struct contents *contents, int64_t page_size)
{
    struct sighting *sorted = contents->sorted;
    size_t count = 0;
    int64_t twins = 0;

    for (int64_t i = 0; i < contents->count; i++)
        if (is_timed(contents->places[i]))
            sorted[count++] = (struct sighting){contents->places[i], i / page_size};
    if (count > 0)
        qsort(sorted, count, sizeof *sorted, by_digest_and_page);
    for (size_t i = 1; i < count; i++)
        twins += sorted[i].digest == sorted[i - 1].digest && sorted[i].page != sorted[i - 1].page;
    return twins;
}

struct contents_shown contents_sum(struct contents *contents, int64_t page_size)
{
    struct contents_shown shown = {
        .least = contents->least, .greatest = contents->greatest, .count = contents->count};
    uint64_t digest = digest_start;

    for (int64_t i = 0; i < contents->count; i++) {
        shown.lacks = shown.lacks || contents->places[i] == NOT_SEEN;
        shown.blank += contents->places[i] == unknown_item();
        digest = digest_bytes(digest, &contents->places[i], sizeof contents->places[i]);
    }
    for (int64_t offset = page_size; offset < contents->count; offset += page_size) {
        shown.repeats = shown.repeats || repeats_first_page(contents, offset, page_size);
        shown.overlaps = shown.overlaps || contents_overlap(contents, offset) > 0;
    }
    shown.digest = (int64_t)(digest >> 12);
    shown.twins = count_twins(contents, page_size);
    return shown;
}

void contents_free(struct contents *contents)
{
    if (!contents)
        return;
    free(contents->places);
    free(contents->sorted);
    free(contents);
}

static bool is_sound(const struct contents_shown *shown)
{
    return shown->least == shown->greatest && shown->count == shown->least && !shown->lacks &&
           !shown->repeats;
}

static bool is_like(const struct contents_shown *shown, const struct contents_shown *earlier)
{
    return shown->least == earlier->least && shown->greatest == earlier->greatest &&
           shown->count == earlier->count && shown->digest == earlier->digest;
}

enum contents_verdict contents_judge(const struct contents_shown *shown,
                                     const struct contents_shown *earlier, int64_t listed,
                                     int readings, enum contents_mode *mode)
{
    bool is_counted = listed < 0 ? shown->count >= shown->least && shown->count <= shown->greatest
                                 : shown->count == listed;

    if (*mode == CONTENTS_JOINED && is_counted)
        return CONTENTS_TAKEN;
    if (*mode == CONTENTS_JOINED ||
        (*mode == CONTENTS_PLAIN && shown->overlaps && !shown->repeats)) {
        *mode = *mode == CONTENTS_JOINED ? CONTENTS_TWINS : CONTENTS_JOINED;
        return readings < CONTENTS_READINGS ? CONTENTS_READ_AGAIN : CONTENTS_UNSTEADY;
    }
    if (is_sound(shown) && (listed < 0 || is_counted))
        return CONTENTS_TAKEN;
    if (is_like(shown, earlier))
        return shown->lacks || shown->repeats ? CONTENTS_SENSELESS : CONTENTS_TAKEN;
    return readings < CONTENTS_READINGS ? CONTENTS_READ_AGAIN : CONTENTS_UNSTEADY;
}
