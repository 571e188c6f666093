#include "enrich.h"
#include "bookmark.h"
#include "ids.h"
#include "json.h"
#include "json_edit.h"
#include "lines.h"
#include "log.h"
#include "messages.h"
#include "output.h"
#include "shape.h"
#include "timestamp.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_PATHS = 8 };

static const char empty_state[] = "{\"type\":\"STATE\",\"value\":{\"bookmarks\":{}}}";

/* Ids asked for in one request: numbers first to end - 1 of `wanted`. */
struct batch {
    struct batch *next;
    size_t first, end;
};

/* A STATE that waits until the ids ahead of number `after` are answered. */
struct held_state {
    struct held_state *next;
    size_t after;
    struct buffer line;
};

struct slots {
    int type, stream, own_id;
    int ids[MOST_PATHS], id_count;
    int full[MOST_PATHS], full_count;
};

struct enricher {
    const struct enrichment *enrichment;
    const struct enrich_options *options;
    struct api *api;
    long window;
    struct shape *shape;
    struct json_paths *paths;
    struct slots slots;
    struct lines *input;
    bool input_ended;
    struct ids *known;
    struct ids *wanted;
    size_t asked;          /* ids of `wanted` that were put into batches */
    struct batch *batches; /* those not answered yet, by their ids */
    size_t answered;       /* every id ahead of this number is answered */
    struct held_state *held;
    struct buffer state; /* the last STATE that went out, before the own bookmark */
    bool schema_printed, state_due;
    bool gave_up;
    struct bookmark bookmark;
    struct error failure; /* the first one; status EX_OK while there is none */
};

static void fail_once(struct enricher *enricher, const struct error *error)
{
    if (enricher->failure.status == EX_OK)
        enricher->failure = *error;
}

/* From here on ids are not asked for, and messages only pass. */
static void give_up(struct enricher *enricher, const struct error *error, int64_t reset_at)
{
    fail_once(enricher, error);
    if (enricher->gave_up)
        return;
    enricher->gave_up = true;
    enricher->state_due = true;
    enricher->bookmark.reset_at = reset_at;
    enricher->bookmark.error = reset_at ? NULL : enricher->failure.text;
    log_warning("%s; what comes from now on passes as it is", enricher->failure.text);
}

static bool add_paths(struct enricher *enricher, struct error *error)
{
    const struct enrichment *enrichment = enricher->enrichment;
    struct slots *slots = &enricher->slots;

    enricher->paths = json_paths_new(error);
    if (!enricher->paths)
        return false;
    if ((slots->type = json_paths_add(enricher->paths, "type", error)) < 0 ||
        (slots->stream = json_paths_add(enricher->paths, "stream", error)) < 0 ||
        (slots->own_id = json_paths_add(enricher->paths, "record.id", error)) < 0)
        return false;
    for (const char *const *path = enrichment->id_paths; *path; path++)
        if ((slots->ids[slots->id_count++] = json_paths_add(enricher->paths, *path, error)) < 0)
            return false;
    for (const char *const *path = enrichment->full_paths; *path; path++)
        if ((slots->full[slots->full_count++] = json_paths_add(enricher->paths, *path, error)) < 0)
            return false;
    return true;
}

static bool read_known(struct enricher *enricher, struct error *error)
{
    const char *name = enricher->options->known;
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    struct lines *lines = fd < 0 ? NULL : lines_open(fd, error);
    enum lines_result result = LINES_WANTING;
    const char *line;
    size_t length;
    bool well = false;

    if (fd < 0)
        return error_set(error, EX_NOINPUT, "cannot open %s: %s", name, strerror(errno));
    if (!lines)
        goto out;
    while (result != LINES_END) {
        result = lines_next(lines, &line, &length);
        if (result == LINES_WANTING && !lines_read(lines, error))
            goto out;
        if (result == LINES_LINE && length && !ids_valid(line, length)) {
            (void)error_set(error, EX_DATAERR, "%s, line %zu: not an id", name,
                            lines_number(lines));
            goto out;
        }
        if (result == LINES_LINE && length && !ids_add(enricher->known, line, length, NULL, error))
            goto out;
    }
    well = true;
out:
    lines_close(lines);
    (void)close(fd);
    return well;
}

static bool want(struct enricher *enricher, const struct json_value *id, struct error *error)
{
    if (id->kind != JSON_STRING || !ids_valid(id->text, id->length) ||
        ids_has(enricher->known, id->text, id->length))
        return true;
    return ids_add(enricher->wanted, id->text, id->length, NULL, error);
}

static bool is_own_stream(const struct enricher *enricher, const struct json_value *stream)
{
    for (const char *const *name = enricher->enrichment->own_streams; *name; name++)
        if (json_is(stream, *name))
            return true;
    return false;
}

/* A record of an own stream is known if it is full, and else a stub to be asked for. */
static bool take_own(struct enricher *enricher, struct error *error)
{
    const struct json_value *id = json_value(enricher->paths, enricher->slots.own_id);
    bool full = false;

    for (int i = 0; i < enricher->slots.full_count; i++)
        full = full || json_value(enricher->paths, enricher->slots.full[i])->kind > JSON_NULL;
    if (!full)
        return want(enricher, id, error);
    if (id->kind != JSON_STRING || !ids_valid(id->text, id->length))
        return true;
    return ids_add(enricher->known, id->text, id->length, NULL, error);
}

static bool take_record(struct enricher *enricher, const struct json_value *stream,
                        struct error *error)
{
    const struct slots *slots = &enricher->slots;

    if (enricher->gave_up)
        return true;
    if (is_own_stream(enricher, stream) && !take_own(enricher, error))
        return false;
    for (int i = 0; i < slots->id_count; i++) {
        const char *path = enricher->enrichment->id_paths[i];
        size_t count = strstr(path, "[]") ? json_count(enricher->paths, slots->ids[i]) : 1;
        for (size_t j = 0; j < count; j++)
            if (!want(enricher,
                      strstr(path, "[]") ? json_element(enricher->paths, slots->ids[i], j)
                                         : json_value(enricher->paths, slots->ids[i]),
                      error))
                return false;
    }
    return true;
}

static size_t batch_of(const struct enricher *enricher, size_t id_count)
{
    size_t size = (size_t)enricher->options->batch_size;

    return (id_count + size - 1) / size;
}

/* A newer STATE takes the place of a waiting one that waits for the same request. */
static bool hold_state(struct enricher *enricher, const char *line, size_t length,
                       struct error *error)
{
    size_t after = ids_count(enricher->wanted);
    struct held_state **link = &enricher->held;

    while (*link && batch_of(enricher, (*link)->after) != batch_of(enricher, after))
        link = &(*link)->next;
    if (!*link)
        *link = calloc(1, sizeof **link);
    if (!*link)
        return error_no_memory(error);
    (*link)->after = after;
    (*link)->line.length = 0;
    return buffer_append(&(*link)->line, line, length) || error_no_memory(error);
}

static bool take_line(struct enricher *enricher, const char *line, size_t length,
                      struct error *error)
{
    const struct json_value *type, *stream;
    struct error reason;

    if (!json_scan(enricher->paths, line, length, &reason)) {
        if (reason.status != EX_DATAERR) {
            *error = reason;
            return false;
        }
        return error_set(error, EX_DATAERR, "standard input, line %zu: %s",
                         lines_number(enricher->input), reason.text);
    }
    type = json_value(enricher->paths, enricher->slots.type);
    stream = json_value(enricher->paths, enricher->slots.stream);
    if (type->kind != JSON_STRING)
        return error_set(error, EX_DATAERR, "standard input, line %zu: the message has no type",
                         lines_number(enricher->input));
    if (json_is(type, "STATE"))
        return hold_state(enricher, line, length, error);
    if (json_is(type, "RECORD") && !take_record(enricher, stream, error))
        return false;
    if (json_is(type, "SCHEMA") && json_is(stream, enricher->enrichment->stream))
        enricher->schema_printed = true;
    return output_line(line, length, error);
}

static bool blank(const char *line, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!strchr(" \t\r", line[i]))
            return false;
    return true;
}

/* Passes on the lines that have been read. A bad one ends the input. */
static bool take_lines(struct enricher *enricher, struct error *error)
{
    enum lines_result result;
    const char *line;
    size_t length;

    while (!enricher->input_ended) {
        struct error reason = {EX_OK, ""};

        result = lines_next(enricher->input, &line, &length);
        if (result == LINES_WANTING)
            return true;
        if (result == LINES_TOO_LONG)
            (void)error_set(&reason, EX_DATAERR, "standard input, line %zu: longer than %zu MiB",
                            lines_number(enricher->input), LINES_LONGEST >> 20);
        else if (result == LINES_LINE && !blank(line, length))
            (void)take_line(enricher, line, length, &reason);
        if (reason.status != EX_OK && reason.status != EX_DATAERR) {
            *error = reason;
            return false;
        }
        if (reason.status != EX_OK)
            fail_once(enricher, &reason);
        enricher->input_ended = result == LINES_END || reason.status != EX_OK;
        if (enricher->input_ended && ids_count(enricher->wanted) &&
            enricher->answered == ids_count(enricher->wanted))
            enricher->state_due = true;
    }
    return true;
}

static bool ask(struct enricher *enricher, size_t first, size_t end, struct error *error)
{
    struct batch **link = &enricher->batches;
    struct batch *batch = calloc(1, sizeof *batch);
    struct buffer path = {0};
    bool well = batch && buffer_append_string(&path, enricher->enrichment->path);
    bool asked;

    for (size_t i = first; well && i < end; i++)
        well = (i == first || buffer_append_string(&path, ",")) &&
               buffer_append_string(&path, ids_get(enricher->wanted, i));
    if (!well || !buffer_append(&path, "", 1)) {
        buffer_free(&path);
        free(batch);
        return error_no_memory(error);
    }
    asked = api_get(enricher->api, enricher->enrichment->endpoint, path.bytes, batch, error);
    buffer_free(&path);
    if (!asked) {
        free(batch);
        return false;
    }
    batch->first = first;
    batch->end = end;
    while (*link && (*link)->first < first)
        link = &(*link)->next;
    batch->next = *link;
    *link = batch;
    return true;
}

/* Puts whole batches into requests, and at the end of input what is left. */
static bool ask_for_wanted(struct enricher *enricher, struct error *error)
{
    size_t size = (size_t)enricher->options->batch_size;

    while (!enricher->gave_up && api_pending(enricher->api) < enricher->window) {
        size_t left = ids_count(enricher->wanted) - enricher->asked;
        struct error reason;

        if (left == 0 || (left < size && !enricher->input_ended))
            break;
        if (left > size)
            left = size;
        if (!enricher->shape &&
            !(enricher->shape = shape_open(enricher->enrichment->program, error)))
            return false;
        if (!ask(enricher, enricher->asked, enricher->asked + left, &reason)) {
            give_up(enricher, &reason, 0);
            break;
        }
        enricher->asked += left;
    }
    return true;
}

static void remove_batch(struct enricher *enricher, struct batch *batch)
{
    struct batch **link = &enricher->batches;

    while (*link != batch)
        link = &(*link)->next;
    *link = batch->next;
    free(batch);
}

/* Prints the records that an answer brings. An id refused on its own is one that does not exist. */
static bool print_answer(struct enricher *enricher, const struct batch *batch,
                         struct api_answer *answer, struct error *error)
{
    const struct enrichment *enrichment = enricher->enrichment;
    char time_extracted[TIMESTAMP_TEXT];
    jv page = answer->outcome == API_ANSWERED
                  ? jv_copy(answer->body)
                  : JV_OBJECT(jv_string(enrichment->page_member), JV_ARRAY(jv_null()));
    jv ids = jv_array();
    int64_t printed;

    for (size_t i = batch->first; i < batch->end; i++)
        ids = jv_array_append(ids, jv_string(ids_get(enricher->wanted, i)));
    timestamp_format(answer->received_at, time_extracted);
    if (!enricher->schema_printed && !messages_print_schema(enrichment->stream, error)) {
        jv_free(page);
        jv_free(ids);
        return false;
    }
    enricher->schema_printed = true;
    return messages_print(enricher->shape,
                          JV_OBJECT(jv_string("page"), page, jv_string("ids"), ids,
                                    jv_string("time_extracted"), jv_string(time_extracted)),
                          enrichment->path, &printed, error);
}

/* Why an answered body cannot belong to its batch, or NULL. */
static const char *nonsense(const struct enricher *enricher, const struct batch *batch,
                            const struct api_answer *answer)
{
    jv items =
        jv_get_kind(answer->body) == JV_KIND_OBJECT
            ? jv_object_get(jv_copy(answer->body), jv_string(enricher->enrichment->page_member))
            : jv_invalid();
    bool well = jv_get_kind(items) == JV_KIND_ARRAY &&
                (size_t)jv_array_length(jv_copy(items)) == batch->end - batch->first;

    jv_free(items);
    return well ? NULL : "it does not hold one object or null for each id";
}

static bool take_answer(struct enricher *enricher, struct api_answer *answer, struct error *error)
{
    struct batch *batch = answer->context;
    bool missing =
        answer->outcome == API_REFUSED && (answer->status == 404 || answer->status == 400);
    size_t first = batch->first, end = batch->end;
    struct error reason = answer->error;

    if (answer->outcome == API_ANSWERED) {
        const char *why = nonsense(enricher, batch, answer);
        if (why) {
            api_reject(enricher->api, answer, why);
            return true;
        }
    }
    enricher->state_due = true;
    if (missing && end - first > 1) {
        /* one id is enough to have all refused: halves tell which */
        size_t middle = first + (end - first) / 2;
        remove_batch(enricher, batch);
        api_answer_free(answer);
        return ask(enricher, first, middle, error) && ask(enricher, middle, end, error);
    }
    if (answer->outcome == API_ANSWERED || missing) {
        if (!print_answer(enricher, batch, answer, &reason)) {
            if (reason.status != EX_PROTOCOL) {
                *error = reason;
                api_answer_free(answer);
                return false;
            }
            give_up(enricher, &reason, 0);
        } else {
            enricher->bookmark.processed += (int64_t)(end - first);
        }
    } else if (answer->outcome == API_LIMITED) {
        (void)messages_limited(enricher->enrichment->endpoint, answer->reset_at, &reason);
        give_up(enricher, &reason, answer->reset_at);
    } else {
        give_up(enricher, &reason, 0);
    }
    remove_batch(enricher, batch);
    api_answer_free(answer);
    return true;
}

static bool take_answers(struct enricher *enricher, struct error *error)
{
    struct api_answer *answer;

    while ((answer = api_next(enricher->api)))
        if (!take_answer(enricher, answer, error))
            return false;
    enricher->answered = enricher->batches ? enricher->batches->first : enricher->asked;
    return true;
}

static bool finished(const struct enricher *enricher)
{
    return enricher->input_ended && !enricher->batches &&
           (enricher->gave_up || enricher->answered == ids_count(enricher->wanted));
}

/* Prints the last STATE once more, or the newest that need not be held any longer, with the own
 * bookmark in it. */
static bool print_state(struct enricher *enricher, struct error *error)
{
    const char *path[] = {"value", "bookmarks", enricher->enrichment->stream};
    struct buffer bookmark = {0}, line = {0};
    struct error reason;
    bool printed = false;

    enricher->bookmark.total = (int64_t)ids_count(enricher->wanted);
    enricher->bookmark.requests = api_requests(enricher->api);
    enricher->bookmark.has_more = !finished(enricher) || enricher->gave_up;
    if (!bookmark_format(&enricher->bookmark, &bookmark) || !buffer_append(&bookmark, "", 1)) {
        (void)error_no_memory(error);
    } else if (json_set(enricher->state.bytes, enricher->state.length, path, 3, bookmark.bytes,
                        &line, &reason)) {
        printed = output_line(line.bytes, line.length, error);
    } else if (reason.status == EX_DATAERR) {
        /* a STATE whose value is made in another way has no place for a bookmark */
        printed = output_line(enricher->state.bytes, enricher->state.length, error);
    } else {
        *error = reason;
    }
    buffer_free(&bookmark);
    buffer_free(&line);
    return printed;
}

static bool release_states(struct enricher *enricher, struct error *error)
{
    bool due = enricher->state_due;

    while (enricher->held && (enricher->held->after <= enricher->answered ||
                              (enricher->gave_up && !enricher->batches))) {
        struct held_state *held = enricher->held;
        enricher->held = held->next;
        buffer_free(&enricher->state);
        enricher->state = held->line;
        free(held);
        due = true;
    }
    if (!due)
        return true;
    enricher->state_due = false;
    if (!enricher->state.length &&
        !buffer_append(&enricher->state, empty_state, sizeof empty_state - 1))
        return error_no_memory(error);
    return print_state(enricher, error);
}

static bool run(struct enricher *enricher, struct error *error)
{
    bool readable;

    for (;;) {
        if (!take_lines(enricher, error) || !ask_for_wanted(enricher, error) ||
            !release_states(enricher, error) || !output_flush(error))
            return false;
        if (finished(enricher))
            return true;
        if (!api_wait(enricher->api, enricher->input_ended ? -1 : STDIN_FILENO, &readable, error) ||
            !take_answers(enricher, error) ||
            (readable && !enricher->input_ended && !lines_read(enricher->input, error)))
            return false;
    }
}

bool enrich(const struct enrichment *enrichment, const struct enrich_options *options,
            const struct api_options *api_options, struct error *error)
{
    struct enricher enricher = {.enrichment = enrichment,
                                .options = options,
                                .window = api_options->window,
                                .bookmark = {.offset = -1},
                                .failure = {.status = EX_OK}};
    bool done = false;

    enricher.api = api_open(api_options, error);
    if (!enricher.api || !(enricher.input = lines_open(STDIN_FILENO, error)) ||
        !(enricher.known = ids_new(error)) || !(enricher.wanted = ids_new(error)) ||
        !add_paths(&enricher, error) || (options->known && !read_known(&enricher, error)))
        goto out;
    done = run(&enricher, error);
    if (done && enricher.failure.status != EX_OK) {
        *error = enricher.failure;
        done = false;
    }
out:
    while (enricher.held) {
        struct held_state *held = enricher.held;
        enricher.held = held->next;
        buffer_free(&held->line);
        free(held);
    }
    while (enricher.batches)
        remove_batch(&enricher, enricher.batches);
    buffer_free(&enricher.state);
    ids_free(enricher.known);
    ids_free(enricher.wanted);
    lines_close(enricher.input);
    json_paths_free(enricher.paths);
    shape_close(enricher.shape);
    api_close(enricher.api);
    return done;
}
