#include "pipeline.h"
#include "base/lines.h"
#include "base/output.h"
#include "descriptors.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_bar(const char *word)
{
    return strcmp(word, "|") == 0;
}

struct pipeline *pipeline_new(const char *name, char **words)
{
    struct pipeline *pipeline = calloc(1, sizeof *pipeline);
    size_t most = 1;

    if (!pipeline)
        return NULL;
    pipeline->states = pipeline->talk = pipeline->listen = -1;
    for (; *words; words++)
        most += is_bar(*words);
    pipeline->name = strdup(name);
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): it is an array of pointers */
    pipeline->stages = calloc(most, sizeof *pipeline->stages);
    if (pipeline->name && pipeline->stages)
        return pipeline;
    pipeline_free(pipeline);
    return NULL;
}

/* The "|" that ends the first stage of these words, or their end. */
static char **stage_end(char **words)
{
    while (*words && !is_bar(*words))
        words++;
    return words;
}

bool pipeline_start(struct pipeline *pipeline, char **words, int in, int out,
                    const sigset_t *blocked, struct error *error)
{
    int before = -1; /* what the stage before writes */
    bool done = true;

    while (done && *words) {
        char **end = stage_end(words);
        bool is_last = !*end;
        int reader = -1, writer = -1;
        struct stage *stage = NULL;
        *end = NULL;
        if (is_last || descriptors_pipe(&reader, &writer, error))
            stage = stage_start(words, before >= 0 ? before : in, is_last ? out : writer, blocked,
                                error);
        done = stage != NULL;
        if (done)
            pipeline->stages[pipeline->count++] = stage;
        descriptors_close(&before);
        descriptors_close(&writer);
        before = reader;
        words = is_last ? end : end + 1;
    }
    descriptors_close(&before);
    return done;
}

bool pipeline_read(struct pipeline *pipeline, struct error *error)
{
    struct buffer *read = &pipeline->read;
    bool more = true;

    while (more && pipeline->states >= 0) {
        char *end, *start;
        if (!descriptors_read(&pipeline->states, read, &more, error))
            return false;
        end = read->length ? memrchr(read->bytes, '\n', read->length) : NULL;
        if (!end && read->length > LINES_LONGEST)
            read->length = 0;
        if (!end)
            continue;
        start = end > read->bytes ? memrchr(read->bytes, '\n', (size_t)(end - read->bytes)) : NULL;
        start = start ? start + 1 : read->bytes;
        pipeline->newest.length = 0;
        if (!buffer_append(&pipeline->newest, start, (size_t)(end - start)))
            return error_no_memory(error);
        buffer_drop(read, (size_t)(end - read->bytes) + 1);
    }
    return true;
}

bool pipeline_print_state(struct pipeline *pipeline, struct error *error)
{
    struct buffer event = {0};
    bool done = true;

    if (pipeline->newest.length > 0)
        done = buffer_append_format(&event, "state %s ", pipeline->name) &&
                       buffer_append(&event, pipeline->newest.bytes, pipeline->newest.length)
                   ? output_line(event.bytes, event.length, error)
                   : error_no_memory(error);
    pipeline->newest.length = 0;
    buffer_free(&event);
    return done;
}

bool pipeline_is_over(const struct pipeline *pipeline)
{
    for (size_t i = 0; i < pipeline->count; i++)
        if (!stage_is_over(pipeline->stages[i]))
            return false;
    return pipeline->states < 0;
}

const struct stage *pipeline_culprit(const struct pipeline *pipeline)
{
    const struct stage *culprit = NULL;

    for (size_t i = 0; i < pipeline->count; i++) {
        const struct stage *stage = pipeline->stages[i];
        int before = culprit ? stage_status(culprit) : EX_OK;
        if (stage_status(stage) != EX_OK &&
            (before == EX_OK || before == 128 + SIGPIPE || before == EXIT_LIMITED))
            culprit = stage;
    }
    return culprit;
}

void pipeline_free(struct pipeline *pipeline)
{
    if (!pipeline)
        return;
    for (size_t i = 0; i < pipeline->count; i++)
        stage_free(pipeline->stages[i]);
    descriptors_close(&pipeline->states);
    descriptors_close(&pipeline->talk);
    descriptors_close(&pipeline->listen);
    buffer_free(&pipeline->read);
    buffer_free(&pipeline->newest);
    free(pipeline->stages);
    free(pipeline->name);
    free(pipeline);
}
