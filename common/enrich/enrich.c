#include "enrich/enrich.h"
#include "base/ids.h"
#include "base/line_file.h"
#include "base/lines.h"
#include "base/log.h"
#include "base/output.h"
#include "base/timestamp.h"
#include "enrich/held_states.h"
#include "enrich/kept_bookmarks.h"
#include "enrich/lookup.h"
#include "enrich/message_ids.h"
#include "enrich/outcome.h"
#include "singer/bookmark.h"
#include "singer/messages.h"
#include "singer/shape.h"
#include "json/json_edit.h"

#include <string.h>
#include <unistd.h>

static const char empty_state[] = "{\"type\":\"STATE\",\"value\":{\"bookmarks\":{}}}";

struct enricher {
    const struct enrichment *enrichment;
    struct api *api;
    struct lookup *lookup;
    struct shape *shape;
    struct message_ids *ids;
    struct lines *input;
    bool input_ended;
    struct ids *known;
    struct held_states *held;
    struct kept_bookmarks *kept;
    struct buffer joined; /* the STATE that was read last, with the bookmarks of earlier ones */
    struct buffer state;  /* the last STATE that went out, before the own bookmark */
    bool schema_printed, state_due;
    struct bookmark bookmark;
    struct enrich_outcome outcome;
    struct doubts *doubts;
    bool record_passed;
    struct buffer reading;
};

/* Ids are missing, and that is not believed. */
static bool take_doubted(struct enricher *enricher, const struct lookup_answer *answer,
                         struct error *error)
{
    for (size_t i = answer->first; i < answer->end; i++)
        if (!doubts_add(enricher->doubts, lookup_id(enricher->lookup, i), error))
            return false;
    lookup_describe_doubts(enricher->lookup, doubts_count(enricher->doubts),
                           &enricher->outcome.doubt);
    return true;
}

/* From here on no id is requested, and messages only pass. */
static void give_up(struct enricher *enricher, const struct error *error)
{
    outcome_fail(&enricher->outcome, error);
    if (enricher->outcome.gave_up)
        return;
    enricher->outcome.gave_up = true;
    lookup_give_up(enricher->lookup);
    enricher->state_due = true;
    enricher->bookmark.reset_at = error->reset_at;
    log_info("%s; passing on all further messages unchanged", enricher->outcome.failure.text);
}

/* Prints the SCHEMA of the filter's stream before the first record of it, unless one has come in.
 */
static bool print_schema_once(struct enricher *enricher, struct error *error)
{
    const struct messages messages = {0};

    if (!enricher->schema_printed &&
        !messages_print_schema(&messages, enricher->enrichment->stream, error))
        return false;
    enricher->schema_printed = true;
    return true;
}

/* A full object is known; any other id is wanted, unless it is known. */
static bool take_message_id(void *context, const char *id, size_t length, bool is_full,
                            struct error *error)
{
    struct enricher *enricher = context;

    if (is_full)
        return ids_add(enricher->known, id, length, NULL, error);
    return ids_has(enricher->known, id, length) || lookup_want(enricher->lookup, id, length, error);
}

static bool take_state(struct enricher *enricher, const char *line, size_t length,
                       struct error *error)
{
    struct buffer *joined = &enricher->joined;

    return (enricher->record_passed || doubts_read(enricher->doubts, line, length, error)) &&
           kept_bookmarks_add(enricher->kept, line, length, joined, error) &&
           held_states_add(enricher->held, joined->bytes, joined->length,
                           lookup_wanted(enricher->lookup), error);
}

static bool pass_message(struct enricher *enricher, const char *line, size_t length,
                         struct error *error)
{
    const struct message_ids *ids = enricher->ids;
    struct error reason;

    if (!message_ids_read(enricher->ids, line, length, &reason)) {
        if (reason.status == EX_DATAERR)
            return error_set(error, EX_DATAERR, "standard input, line %zu: %s",
                             lines_number(enricher->input), reason.text);
        *error = reason;
        return false;
    }
    if (message_ids_has_type(ids, "STATE"))
        return take_state(enricher, line, length, error);
    enricher->record_passed = enricher->record_passed || message_ids_has_type(ids, "RECORD");
    if (!enricher->outcome.gave_up && !message_ids_each(ids, take_message_id, enricher, error))
        return false;
    if (message_ids_has_stream(ids, enricher->enrichment->stream)) {
        if (message_ids_has_type(ids, "SCHEMA"))
            enricher->schema_printed = true;
        else if (message_ids_has_type(ids, "RECORD") && !print_schema_once(enricher, error))
            return false;
    }
    return output_line(line, length, error);
}

/* Passes on the lines that have been read. A bad one ends the input. */
static bool pass_lines(struct enricher *enricher, struct error *error)
{
    enum lines_result result;
    const char *line;
    size_t length;

    while (!enricher->input_ended) {
        struct error reason = {.status = EX_OK};

        result = lines_next(enricher->input, &line, &length);
        if (result == LINES_WANTING)
            return true;
        if (result == LINES_TOO_LONG)
            (void)error_set(&reason, EX_DATAERR, "standard input, line %zu: longer than %zu MiB",
                            lines_number(enricher->input), LINES_LONGEST >> 20);
        else if (result == LINES_LINE && !lines_is_blank(line, length))
            (void)pass_message(enricher, line, length, &reason);
        if (reason.status != EX_OK && reason.status != EX_DATAERR) {
            *error = reason;
            return false;
        }
        if (reason.status != EX_OK)
            outcome_fail(&enricher->outcome, &reason);
        enricher->input_ended = result == LINES_END || reason.status != EX_OK;
        /* the last STATE may have said that there is more */
        if (enricher->input_ended &&
            (lookup_wanted(enricher->lookup) || enricher->bookmark.has_more) &&
            lookup_answered(enricher->lookup) == lookup_wanted(enricher->lookup))
            enricher->state_due = true;
    }
    return true;
}

/* Asks for what is wanted; the shaping of answers is compiled while the first one is on its way. */
static bool ask_for_wanted(struct enricher *enricher, struct error *error)
{
    struct error reason;

    if (enricher->outcome.gave_up || lookup_wanted(enricher->lookup) == 0)
        return true;
    if (!enricher->shape &&
        !(enricher->shape = shape_open(enricher->enrichment->stream, enricher->enrichment->program,
                                       COMPILE_AHEAD, error)))
        return false;
    if (!lookup_send(enricher->lookup, enricher->input_ended, &reason))
        give_up(enricher, &reason);
    return true;
}

static bool settle(struct enricher *enricher, const struct lookup_answer *answer,
                   struct error *error)
{
    for (size_t i = answer->first; i < answer->end; i++)
        if (!doubts_settle(enricher->doubts, lookup_id(enricher->lookup, i), error))
            return false;
    return true;
}

/* Prints the records that an answer brings; its page is used up. */
static bool print_answer(struct enricher *enricher, const struct lookup_answer *answer,
                         struct error *error)
{
    const struct enrichment *enrichment = enricher->enrichment;
    struct shape_page page = SHAPE_PAGE(answer->page, answer->received_at, enrichment->kind.path);
    jv ids = jv_array();
    int64_t printed;
    bool done;

    for (size_t i = answer->first; i < answer->end; i++)
        ids = jv_array_append(ids, jv_string(lookup_id(enricher->lookup, i)));
    page.context = JV_OBJECT(jv_string("ids"), ids);
    done = settle(enricher, answer, error) && print_schema_once(enricher, error) &&
           messages_print_page(enricher->shape, &page, &printed, error);
    jv_free(page.body);
    jv_free(page.context);
    return done;
}

/* Takes what needs no waiting for. */
static bool take_answers(struct enricher *enricher, struct error *error)
{
    enum lookup_result result;
    struct lookup_answer answer;
    struct error reason;

    while ((result = lookup_next(enricher->lookup, &answer, &reason)) != LOOKUP_WAITING) {
        enricher->state_due = true;
        if (result == LOOKUP_ANSWER && print_answer(enricher, &answer, &reason)) {
            enricher->bookmark.processed += (int64_t)(answer.end - answer.first);
        } else if (result == LOOKUP_DOUBTED && take_doubted(enricher, &answer, &reason)) {
            continue;
        } else if (result == LOOKUP_LEFT_OUT) {
            outcome_leave_out(&enricher->outcome, &reason);
        } else if (result == LOOKUP_FAILED || reason.status == EX_PROTOCOL) {
            give_up(enricher, &reason);
        } else {
            *error = reason;
            return false;
        }
    }
    return true;
}

static bool finished(const struct enricher *enricher)
{
    return enricher->input_ended && lookup_idle(enricher->lookup) &&
           (enricher->outcome.gave_up ||
            lookup_answered(enricher->lookup) == lookup_wanted(enricher->lookup));
}

/* How the quota of the requests stands. */
static bool read_quota(struct enricher *enricher, struct bookmark_quota *bookmark,
                       struct error *error)
{
    struct quota quota;
    size_t ids_per_call;
    const char *endpoint = lookup_endpoint(enricher->lookup, &ids_per_call);

    if (!api_quota(enricher->api, endpoint, &quota, error))
        return false;
    *bookmark = (struct bookmark_quota){.endpoint = endpoint,
                                        .ids_per_call = (int64_t)ids_per_call,
                                        .calls = quota.calls,
                                        .budget = quota.budget,
                                        .began_at = quota.began_at,
                                        .ends_at = quota.ends_at};
    return true;
}

/* What the next run is to know. */
static bool read_doubts(struct enricher *enricher, struct error *error)
{
    bool complete = finished(enricher) && !enricher->outcome.gave_up;

    if (!doubts_format(enricher->doubts, complete, &enricher->reading, error))
        return false;
    enricher->bookmark.reading = enricher->reading.length ? enricher->reading.bytes : NULL;
    return true;
}

/* Prints the last STATE once more, or the newest that need not be held any longer, with the own
 * bookmark in it. */
static bool print_state(struct enricher *enricher, struct error *error)
{
    const char *path[] = {"value", "bookmarks", enricher->enrichment->stream};
    struct buffer bookmark = {0}, line = {0};
    struct bookmark_quota quota;
    struct error reason;
    bool printed = false;

    if (api_requests(enricher->api)) {
        if (!read_quota(enricher, &quota, error))
            return false;
        enricher->bookmark.quota = &quota;
    }
    enricher->bookmark.total = (int64_t)lookup_wanted(enricher->lookup);
    enricher->bookmark.requests = api_requests(enricher->api);
    enricher->bookmark.has_more = !finished(enricher) || outcome_is_incomplete(&enricher->outcome);
    enricher->bookmark.error =
        enricher->bookmark.reset_at ? NULL : outcome_reason(&enricher->outcome);
    if (!read_doubts(enricher, error))
        return false;
    if (!bookmark_format(&enricher->bookmark, &bookmark) || !buffer_string(&bookmark)) {
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
    enricher->bookmark.quota = NULL;
    buffer_free(&bookmark);
    buffer_free(&line);
    return printed;
}

static bool release_states(struct enricher *enricher, struct error *error)
{
    size_t answered = enricher->outcome.gave_up && lookup_idle(enricher->lookup)
                          ? lookup_wanted(enricher->lookup)
                          : lookup_answered(enricher->lookup);
    bool due =
        held_states_release(enricher->held, answered, &enricher->state) || enricher->state_due;

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
        /* what is taken may show that an id is to be asked for once more */
        if (!pass_lines(enricher, error) || !ask_for_wanted(enricher, error) ||
            !take_answers(enricher, error) || !ask_for_wanted(enricher, error) ||
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

/* False with *error (EX_USAGE) for a mode that there is not. */
static bool read_mode(const char *text, enum lookup_mode *mode, struct error *error)
{
    static const char *const names[] = {
        [LOOKUP_AUTO] = "auto", [LOOKUP_BATCH] = "batch", [LOOKUP_SINGLE] = "single"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(text, names[i]) == 0) {
            *mode = (enum lookup_mode)i;
            return true;
        }
    return error_set(error, EX_USAGE, "--mode takes auto, batch or single, not '%.40s'", text);
}

bool enrich(const struct enrichment *enrichment, const struct enrich_options *options,
            const struct api_options *api_options, struct error *error)
{
    struct lookup_options lookup_options = {.batch_size = (size_t)options->batch_size,
                                            .window = api_options->window,
                                            .single_window = options->single_window};
    struct enricher enricher = {.enrichment = enrichment, .bookmark = {.offset = -1}};
    bool done = false;

    if (!read_mode(options->mode, &lookup_options.mode, error))
        return false;
    if (options->known && strcmp(options->known, "-") == 0)
        return error_set(error, EX_USAGE,
                         "--known takes a file, because standard input carries the messages");
    enricher.api = api_open(api_options, error);
    if (!enricher.api || !(enricher.input = lines_open(STDIN_FILENO, error)) ||
        !(enricher.held = held_states_new(lookup_options.batch_size, error)) ||
        !(enricher.kept = kept_bookmarks_new(error)) || !(enricher.known = ids_new(error)) ||
        !(enricher.doubts = doubts_new(enrichment->stream, error)) ||
        !(enricher.lookup = lookup_new(enricher.api, &enrichment->kind, &lookup_options,
                                       enricher.doubts, error)) ||
        !(enricher.ids = message_ids_new(&enrichment->places, error)) ||
        (options->known && !line_file_read_ids(options->known, enricher.known, error)))
        goto out;
    done = run(&enricher, error) && outcome_end(&enricher.outcome, enricher.lookup, error);
out:
    held_states_free(enricher.held);
    kept_bookmarks_free(enricher.kept);
    buffer_free(&enricher.joined);
    buffer_free(&enricher.state);
    ids_free(enricher.known);
    lookup_free(enricher.lookup);
    doubts_free(enricher.doubts);
    buffer_free(&enricher.reading);
    lines_close(enricher.input);
    message_ids_free(enricher.ids);
    shape_close(enricher.shape);
    api_close(enricher.api);
    return done;
}
