#include "singer/shape.h"

#include "base/buffer.h"
#include "base/timestamp.h"
#include "singer/account_key.h"
#include "singer/conform.h"

#include <jq.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

extern const char common_singer_messages_jq[];

struct shape {
    const char *stream;
    struct buffer program;
    jq_state *jq; /* NULL: there is no program */
    struct conform *conform;
    const char *account_id; /* NULL: records do not have it */
    pthread_t compiler;
    bool compiling;
    bool compiled;
};

/* jq would print a program's errors; they come back as values instead. */
static void ignore_message(void *user, jv message)
{
    (void)user;
    jv_free(message);
}

static void *compile(void *user)
{
    struct shape *shape = user;

    shape->compiled = jq_compile(shape->jq, shape->program.bytes) != 0;
    return NULL;
}

static bool take_program(struct shape *shape, const char *program)
{
    if (!(shape->jq = jq_init()) ||
        !buffer_append_format(&shape->program, "%s%s", common_singer_messages_jq, program))
        return false;
    jq_set_error_cb(shape->jq, ignore_message, NULL);
    return true;
}

struct shape *shape_open(const char *stream, const char *program, enum shape_compiling when,
                         struct error *error)
{
    struct shape *shape = calloc(1, sizeof *shape);

    if (!shape || (program && !take_program(shape, program))) {
        (void)error_no_memory(error);
        goto failed;
    }
    shape->stream = stream;
    if (!(shape->conform = conform_new(stream, error)))
        goto failed;
    if (!program || when == COMPILE_WHEN_NEEDED)
        return shape;
    if (pthread_create(&shape->compiler, NULL, compile, shape) != 0) {
        (void)error_set(error, EX_OSERR, "cannot start a thread");
        goto failed;
    }
    shape->compiling = true;
    return shape;

failed:
    shape_close(shape);
    return NULL;
}

void shape_set_account(struct shape *shape, const char *account_id)
{
    if (shape && account_key_applies(shape->stream))
        shape->account_id = account_id;
}

static void wait_for_compiler(struct shape *shape)
{
    if (shape->compiling)
        (void)pthread_join(shape->compiler, NULL);
    shape->compiling = false;
}

static bool is_compiled(struct shape *shape)
{
    wait_for_compiler(shape);
    if (!shape->compiled)
        (void)compile(shape);
    return shape->compiled;
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
    jv output;

    if (!shape->jq)
        return take_page_as_record(shape, page, take, context, error);
    if (!is_compiled(shape))
        return error_set(error, EX_SOFTWARE, "a built-in jq program does not compile");
    jq_start(shape->jq, make_input(page), 0);
    while (jv_is_valid(output = jq_next(shape->jq)))
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
    wait_for_compiler(shape);
    if (shape->jq)
        jq_teardown(&shape->jq);
    conform_free(shape->conform);
    buffer_free(&shape->program);
    free(shape);
}
