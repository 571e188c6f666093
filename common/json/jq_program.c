#include "json/jq_program.h"
#include "base/buffer.h"
#include "base/home.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct jq_program {
    struct buffer text;
    jq_state *jq;
    pthread_t compiler;
    bool is_compiling;
    bool is_compiled;
};

/* jq would print a program's errors; they come back as values instead. */
static void ignore_message(void *user, jv message)
{
    (void)user;
    jv_free(message);
}

static void *compile(void *user)
{
    struct jq_program *program = user;

    program->is_compiled = jq_compile(program->jq, program->text.bytes) != 0;
    return NULL;
}

static bool join_texts(struct jq_program *program, const char *const texts[], struct error *error)
{
    for (; *texts; texts++)
        if (!buffer_append_format(&program->text, "%s", *texts))
            return error_no_memory(error);
    return true;
}

struct jq_program *jq_program_open(const char *const texts[], enum jq_compiling when,
                                   struct error *error)
{
    struct jq_program *program = calloc(1, sizeof *program);

    if (!program || !(program->jq = jq_init())) {
        (void)error_no_memory(error);
        goto failed;
    }
    jq_set_error_cb(program->jq, ignore_message, NULL);
    if (!join_texts(program, texts, error))
        goto failed;
    if (!home_is_hidden()) {
        (void)error_set(error, EX_SOFTWARE, "the home directory is not hidden from jq");
        goto failed;
    }
    if (when == COMPILE_WHEN_NEEDED)
        return program;
    if (pthread_create(&program->compiler, NULL, compile, program) != 0) {
        (void)error_set(error, EX_OSERR, "cannot start a thread");
        goto failed;
    }
    program->is_compiling = true;
    return program;

failed:
    jq_program_close(program);
    return NULL;
}

static void wait_for_compiler(struct jq_program *program)
{
    if (program->is_compiling)
        (void)pthread_join(program->compiler, NULL);
    program->is_compiling = false;
}

jq_state *jq_program_compiled(struct jq_program *program, struct error *error)
{
    wait_for_compiler(program);
    if (!program->is_compiled)
        (void)compile(program);
    if (program->is_compiled)
        return program->jq;
    (void)error_set(error, EX_SOFTWARE, "a built-in jq program does not compile");
    return NULL;
}

void jq_program_close(struct jq_program *program)
{
    if (!program)
        return;
    wait_for_compiler(program);
    if (program->jq)
        jq_teardown(&program->jq);
    buffer_free(&program->text);
    free(program);
}
