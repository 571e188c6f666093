#include "control.h"

#include "changes.h"
#include "moment.h"
#include "query.h"
#include "settings.h"
#include "spoken.h"
#include "truth.h"

static void refuse(struct answer *answer, unsigned status, const char *reason)
{
    answer_reset(answer, status);
    text_add(&answer->body, "{\"error\":");
    text_json(&answer->body, reason);
    text_add(&answer->body, "}\n");
}

static void agree(struct answer *answer)
{
    text_add(&answer->body, "{\"ok\":true}\n");
}

static void get_log(struct stand_in *in, const struct request *request, struct answer *answer)
{
    (void)request;
    text_bytes(&answer->body, in->log.lines.bytes, in->log.lines.length);
}

static void clear_log(struct stand_in *in, const struct request *request, struct answer *answer)
{
    (void)request;
    request_log_clear(&in->log);
    agree(answer);
}

static void get_stats(struct stand_in *in, const struct request *request, struct answer *answer)
{
    (void)request;
    request_log_stats(&in->log, &answer->body);
}

static void set(struct stand_in *in, const struct request *request, struct answer *answer)
{
    const char *at = request->query;
    struct text name = {0};
    struct text value = {0};
    struct text why = {0};

    while (why.length == 0 && query_next(&at, &name, &value))
        (void)setting_apply(in, name.bytes, value.bytes, true, &why);
    if (why.length > 0)
        refuse(answer, 400, text_string(&why));
    else
        agree(answer);
    text_free(&name);
    text_free(&value);
    text_free(&why);
}

/* Reads a number of the query; -1 when it is not given. False when it is none. */
static bool read_number(const struct request *request, const char *name, int64_t *number)
{
    struct text value = {0};
    bool good = true;

    *number = -1;
    if (query_get(request->query, name, &value))
        good = query_number(value.bytes, number) && *number >= 0;
    text_free(&value);
    return good;
}

static void change(struct stand_in *in, const struct request *request, struct answer *answer)
{
    struct text what = {0};
    struct text result = {0};
    struct change wanted = {.count = -1};

    if (!query_get(request->query, "do", &what) || !read_number(request, "count", &wanted.count) ||
        !read_number(request, "place", &wanted.place) ||
        !read_number(request, "index", &wanted.index) || !read_number(request, "to", &wanted.to)) {
        refuse(answer, 400, "do is needed, and whole numbers for count, place, index and to");
        goto out;
    }
    wanted.what = what.bytes;
    if (change_apply(&in->library, &wanted, &result))
        text_add(&answer->body, text_string(&result));
    else
        refuse(answer, 400, text_string(&result));
out:
    text_free(&what);
    text_free(&result);
}

static void play(struct stand_in *in, const struct request *request, struct answer *answer)
{
    static const char *const kinds[] = {[ITEM_TRACK] = "track",
                                        [ITEM_EPISODE] = "episode",
                                        [ITEM_LOCAL] = "local",
                                        [ITEM_NULL] = "null"};
    struct text value = {0};
    enum item_kind kind = ITEM_TRACK;
    int64_t place;
    int64_t millis = -1;

    bool good = read_number(request, "track", &place) && place >= 0;
    if (query_get(request->query, "at", &value))
        good = good && moment_read_millis(value.bytes, &millis);
    if (query_get(request->query, "kind", &value)) {
        while (kind <= ITEM_NULL && strcmp(kinds[kind], value.bytes) != 0)
            kind++;
        good = good && kind <= ITEM_NULL;
    }
    text_free(&value);
    if (!good || !change_play(&in->library, (size_t)place, kind, millis))
        refuse(answer, 400, "track must be a place in the list of saved tracks, at a time");
    else
        agree(answer);
}

static void get_secrets(struct stand_in *in, const struct request *request, struct answer *answer)
{
    (void)request;
    accounts_secrets(&in->accounts, &answer->body);
}

static void get_artists(struct stand_in *in, const struct request *request, struct answer *answer)
{
    (void)request;
    truth_referenced(in, ID_ARTIST, &answer->body);
}

static void get_account(struct stand_in *in, const struct request *request, struct answer *answer)
{
    (void)request;
    truth_account(in, &answer->body);
}

static void get_albums(struct stand_in *in, const struct request *request, struct answer *answer)
{
    (void)request;
    truth_referenced(in, ID_ALBUM, &answer->body);
}

static void get_items(struct stand_in *in, const struct request *request, struct answer *answer)
{
    struct text id = {0};

    if (query_get(request->query, "id", &id)) {
        const struct playlist *playlist = library_find_playlist(&in->library, id.bytes, id.length);
        if (playlist == NULL)
            refuse(answer, 404, "there is no such playlist");
        else
            truth_items(in, playlist, &answer->body);
    } else {
        for (size_t i = 0; i < in->library.playlist_count; i++)
            truth_items(in, &in->library.playlists[i], &answer->body);
    }
    text_free(&id);
}

static void get_lists(struct stand_in *in, const struct request *request, struct answer *answer);

static const struct {
    const char *method;
    const char *path;
    /* Whether the answer is JSON lines. */
    bool lines;
    void (*handle)(struct stand_in *in, const struct request *request, struct answer *answer);
    /* Writes the answer's lines one by one, if there is no `handle`. */
    line_writer *line;
} routes[] = {
    {"GET", "log", true, get_log, NULL},
    {"POST", "log/clear", false, clear_log, NULL},
    {"GET", "stats", false, get_stats, NULL},
    {"POST", "set", false, set, NULL},
    {"POST", "change", false, change, NULL},
    {"POST", "play", false, play, NULL},
    {"GET", "secrets", true, get_secrets, NULL},
    {"GET", "library", true, NULL, truth_saved_track},
    {"GET", "artists", true, get_artists, NULL},
    {"GET", "albums", true, get_albums, NULL},
    {"GET", "account", true, get_account, NULL},
    {"GET", "playlists", true, NULL, truth_playlist},
    {"GET", "playlist-items", true, get_items, NULL},
    {"GET", "saved-albums", true, NULL, truth_saved_album},
    {"GET", "saved-shows", true, NULL, truth_saved_show},
    {"GET", "saved-episodes", true, NULL, truth_saved_episode},
    {"GET", "saved-audiobooks", true, NULL, truth_saved_audiobook},
    {"GET", "followed-artists", true, NULL, truth_followed_artist},
    {"GET", "plays", true, NULL, truth_play},
    {"GET", "lists", true, get_lists, NULL},
};

/* Appends each of the lines as a pair of the list's name and the line. */
static void add_pairs(struct text *text, const char *list, const char *lines)
{
    size_t length;

    for (; *lines != '\0'; lines += length + 1) {
        length = strcspn(lines, "\n");
        text_add(text, "[");
        text_json(text, list);
        text_add(text, ",");
        text_bytes(text, lines, length);
        text_add(text, "]\n");
    }
}

static void get_lists(struct stand_in *in, const struct request *request, struct answer *answer)
{
    static const char *const others[] = {"log", "secrets", "account", "plays", "lists"};
    struct answer list = {0};

    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
        bool wanted = routes[i].lines;
        for (size_t other = 0; other < sizeof others / sizeof others[0]; other++)
            wanted = wanted && strcmp(routes[i].path, others[other]) != 0;
        if (!wanted)
            continue;
        answer_reset(&list, 200);
        if (routes[i].handle != NULL)
            routes[i].handle(in, request, &list);
        for (size_t place = 0; routes[i].line != NULL && routes[i].line(in, place, &list.body);)
            place++;
        add_pairs(&answer->body, routes[i].path, text_string(&list.body));
    }
    text_free(&list.body);
    text_free(&list.location);
}

void control_answer(struct stand_in *in, const struct request *request, struct answer *answer)
{
    const char *path = request->path + strlen("/stand-in/");

    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
        if (strcmp(routes[i].path, path) != 0)
            continue;
        if (strcmp(routes[i].method, request->method) != 0) {
            refuse(answer, 405, "another method is needed");
            return;
        }
        answer_reset(answer, 200);
        if (routes[i].lines)
            answer->content_type = "application/x-ndjson";
        if (routes[i].handle != NULL)
            routes[i].handle(in, request, answer);
        else
            answer->write_line = routes[i].line;
        return;
    }
    refuse(answer, 404, "there is no such path");
}
