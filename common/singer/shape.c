#include "singer/shape.h"

#include "base/timestamp.h"
#include "singer/account_key.h"
#include "singer/conform.h"

#include <stdio.h>
#include <stdlib.h>

extern const char common_singer_messages_jq[];

struct shape {
    const char *stream;
    struct jq_program *program; /* NULL: a page is the record */
    struct conform *conform;
    const char *account_id; /* NULL: records do not have it */
};

struct shape *shape_open(const char *stream, const char *program, enum jq_compiling when,
                         struct error *error)
{
    const char *texts[] = {common_singer_messages_jq, program, NULL};
    struct shape *shape = calloc(1, sizeof *shape);

    if (!shape) {
        (void)error_no_memory(error);
        return NULL;
    }
    shape->stream = stream;
    if ((!program || (shape->program = jq_program_open(texts, when, error))) &&
        (shape->conform = conform_new(stream, error)))
        return shape;
    shape_close(shape);
    return NULL;
}

void shape_set_account(struct shape *shape, const char *account_id)
{
    if (shape && account_key_applies(shape->stream))
        shape->account_id = account_id;
}

static jv make_input(const struct shape_page *page)
{
    char time_extracted[TIMESTAMP_TEXT];
    jv input = jv_is_valid(page->context) ? jv_copy(page->context) : jv_object();

    timestamp_format(page->received_at, time_extracted);
    input = jv_object_set(input, jv_string("page"), jv_copy(page->body));
    input = jv_object_set(input, jv_string("offset"), jv_number((double)page->offset));
    return jv_object_set(input, jv_string("time_extracted"), jv_string(time_extracted));
}

/* Why jq could make no sense of a page, from what it returned last, which is used up. */
static bool fail_for(const struct shape_page *page, jv failure, struct error *error)
{
    jv message = jv_invalid_get_msg(failure);

    if (jv_get_kind(message) != JV_KIND_STRING)
        message = jv_dump_string(message, 0);
    if (page->path)
        (void)error_set(error, EX_PROTOCOL, "invalid response from Spotify to %s: %.199s",
                        page->path, jv_string_value(message));
    else
        (void)error_set(error, EX_PROTOCOL, "%.199s", jv_string_value(message));
    jv_free(message);
    return false;
}

static bool conform_and_take(struct shape *shape, jv output, message_taker *take, void *context,
                             struct error *error)
{
    jv message = conform_message(shape->conform, output);

    if (jv_is_valid(message) && shape->account_id)
        message = account_key_message(message, shape->account_id);
    if (jv_is_valid(message))
        return take(context, message, error);
    jv_free(message);
    return true;
}

static bool take_page_as_record(struct shape *shape, const struct shape_page *page,
                                message_taker *take, void *context, struct error *error)
{
    char time_extracted[TIMESTAMP_TEXT];

    timestamp_format(page->received_at, time_extracted);
    return conform_and_take(shape,
                            JV_OBJECT(jv_string("type"), jv_string("RECORD"), jv_string("stream"),
                                      jv_string(shape->stream), jv_string("record"),
                                      jv_copy(page->body), jv_string("time_extracted"),
                                      jv_string(time_extracted)),
                            take, context, error);
}

bool shape_page_messages(struct shape *shape, const struct shape_page *page, message_taker *take,
                         void *context, struct error *error)
{
    jq_state *jq;
    jv output;

    if (!shape->program)
        return take_page_as_record(shape, page, take, context, error);
    jq = jq_program_compiled(shape->program, error);
    if (!jq)
        return false;
    jq_start(jq, make_input(page), 0);
    while (jv_is_valid(output = jq_next(jq)))
        if (!conform_and_take(shape, output, take, context, error))
            return false;
    if (jv_invalid_has_msg(jv_copy(output)))
        return fail_for(page, output, error);
    jv_free(output);
    return true;
}

void shape_close(struct shape *shape)
{
    if (!shape)
        return;
    jq_program_close(shape->program);
    conform_free(shape->conform);
    free(shape);
}
