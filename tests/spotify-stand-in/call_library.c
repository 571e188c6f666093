#include "call.h"

#include "dice.h"
#include "query.h"

#define MOST_URIS 40

/* A thing that can be saved, as its URI names it. */
struct thing {
    enum id_kind kind;
    uint32_t number;
    struct entry_list *list;
};

/* The list and the kinds that a word of a URI stands for; an audiobook is saved as a show. */
static const struct {
    const char *word;
    const char *scope, *read_scope;
    enum id_kind kinds[2];
} words[] = {
    {"track", "user-library-modify", "user-library-read", {ID_TRACK}},
    {"album", "user-library-modify", "user-library-read", {ID_ALBUM}},
    {"episode", "user-library-modify", "user-library-read", {ID_EPISODE}},
    {"show", "user-library-modify", "user-library-read", {ID_SHOW, ID_AUDIOBOOK}},
    {"artist", "user-follow-modify", "user-follow-read", {ID_ARTIST}},
};

#define WORD_COUNT (sizeof words / sizeof words[0])

static struct entry_list *list_of(struct library *library, enum id_kind kind)
{
    switch (kind) {
    case ID_TRACK:
        return &library->tracks;
    case ID_ALBUM:
        return &library->albums;
    case ID_ARTIST:
        return &library->followed;
    case ID_EPISODE:
        return &library->episodes;
    case ID_SHOW:
        return &library->shows;
    default:
        return &library->audiobooks;
    }
}

static bool is_known(const struct library *library, enum id_kind kind, uint64_t number)
{
    if (kind == ID_TRACK)
        return number < library->next_track || number >= CATALOGUE_STRANGERS;
    if (kind == ID_ALBUM || kind == ID_ARTIST)
        return number < library_known(library, kind);
    return true;
}

/* Reads the thing that the word and an id name. False when there is none. */
static bool find_thing(struct call *call, size_t word, const char *id, struct thing *thing)
{
    struct library *library = &call->in->library;
    uint64_t number;

    for (size_t i = 0; i < 2 && words[word].kinds[i] != 0; i++) {
        enum id_kind kind = words[word].kinds[i];
        if (spotify_id_read(library->catalogue.seed, kind, id, SPOTIFY_ID_LENGTH, &number) &&
            is_known(library, kind, number) && !id_set_has(&library->unavailable, id)) {
            *thing = (struct thing){kind, (uint32_t)number, list_of(library, kind)};
            return true;
        }
    }
    return false;
}

/* Splits spotify:WORD:ID of that length; false, with an answer, if it is none of these. */
static bool read_uri(struct call *call, const char *uri, size_t length, size_t *word,
                     const char **id)
{
    for (*word = 0; *word < WORD_COUNT; ++*word) {
        size_t name = strlen(words[*word].word);
        *id = uri + 8 + name + 1;
        if (length == 8 + name + 1 + SPOTIFY_ID_LENGTH && memcmp(uri, "spotify:", 8) == 0 &&
            memcmp(uri + 8, words[*word].word, name) == 0 && uri[8 + name] == ':' &&
            spotify_id_well_formed(*id, SPOTIFY_ID_LENGTH))
            return true;
    }
    answer_error(call->answer, 400, "Invalid uri");
    return false;
}

static bool may(struct call *call, const char *scope)
{
    if (accounts_allow(&call->in->accounts, call->request->authorization, scope))
        return true;
    answer_error(call->answer, 403, "Insufficient client scope");
    return false;
}

/* Reads the things of the query; those that do not exist have no list. Returns how many; 0, with an
 * answer, if the request is refused. */
static size_t read_things(struct call *call, bool to_save, struct thing things[MOST_URIS])
{
    struct text uris = {0};
    const char *at, *id;
    size_t count = 0, word;

    if (!query_get(call->request->query, "uris", &uris) || uris.length == 0) {
        answer_error(call->answer, 400, "Missing required field: uris");
        goto refused;
    }
    if (call->request->body[0] != '\0') {
        answer_error(call->answer, 400, "The uris belong into the query");
        goto refused;
    }
    for (at = uris.bytes;; at++) {
        size_t length = strcspn(at, ",");
        if (count == MOST_URIS) {
            answer_error(call->answer, 400, "Too many uris requested");
            goto refused;
        }
        if (!read_uri(call, at, length, &word, &id) ||
            !may(call, to_save ? words[word].scope : words[word].read_scope))
            goto refused;
        things[count] = (struct thing){0};
        if (!find_thing(call, word, id, &things[count++]) && to_save) {
            answer_error(call->answer, 400, "Payload contains a non-existing ID");
            goto refused;
        }
        at += length;
        if (*at == '\0')
            break;
    }
    text_free(&uris);
    return count;
refused:
    text_free(&uris);
    return 0;
}

/* The place of a thing in its list, or the list's count. */
static size_t place_of(const struct thing *thing)
{
    size_t place = 0;

    while (place < thing->list->count && entry_at(thing->list, place)->number != thing->number)
        place++;
    return place;
}

void call_contains(struct call *call)
{
    struct thing things[MOST_URIS];
    size_t count = read_things(call, false, things);

    if (count == 0)
        return;
    text_add(call->body, "[");
    for (size_t i = 0; i < count; i++) {
        size_t place = things[i].list != NULL ? place_of(&things[i]) : 0;
        text_add(call->body, i > 0 ? "," : "");
        text_bool(call->body,
                  things[i].list != NULL && place < things[i].list->count &&
                      writes_seen(&call->in->writes, entry_at(things[i].list, place)->write));
    }
    text_add(call->body, "]");
}

/* What is there already is saved anew, and so moves. Among those of one second, the place is
 * anybody's guess. */
static void save(struct call *call, const struct thing *thing, uint32_t write)
{
    struct entry_list *list = thing->list;
    size_t place = place_of(thing), equal = 0;

    if (place < list->count)
        entry_remove(list, place);
    int64_t added_at =
        writes_clock(&call->in->writes, list->count > 0 ? entry_at(list, 0)->added_at : 0);
    while (equal < list->count && entry_at(list, equal)->added_at == added_at &&
           entry_at(list, equal)->write != 0)
        equal++;
    entry_insert(list, (size_t)dice_below(&call->in->dice, equal + 1),
                 (struct entry){.added_at = added_at, .number = thing->number, .write = write});
}

void call_save(struct call *call)
{
    struct thing things[MOST_URIS];
    size_t count = read_things(call, true, things);

    if (count == 0)
        return;
    uint32_t write = writes_add(&call->in->writes);
    for (size_t i = 0; i < count; i++)
        save(call, &things[i], write);
}
