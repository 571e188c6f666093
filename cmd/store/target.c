#include "target.h"
#include "base/log.h"
#include "committed_state.h"
#include "loader.h"
#include "sync_counts.h"
#include "transaction.h"
#include "unknown_streams.h"

#include <stdlib.h>

struct target {
    struct parser *parser;
    struct loader *loader;
    struct sync_counts *sync_counts;
    struct transaction *transaction;
    struct committed_state *state;
    struct unknown_streams unknown;
    const struct target_options *options;
    size_t skipped;
    size_t stored, committed; /* records */
};

struct target *target_open(sqlite3 *database, const struct target_options *options,
                           struct error *error)
{
    struct target *target = calloc(1, sizeof *target);
    struct load_counts *counts;
    size_t count;

    if (!target) {
        (void)error_no_memory(error);
        return NULL;
    }
    target->options = options;
    target->parser = parser_open(error);
    target->loader = target->parser ? loader_open(database, target->parser, error) : NULL;
    if (!target->loader)
        goto failed;
    if (options->count_for &&
        !(target->sync_counts = sync_counts_open(database, options->count_for, error)))
        goto failed;
    counts = loader_counts(target->loader, &count);
    target->transaction = transaction_new(database, target->loader, target->sync_counts, error);
    target->state = target->transaction ? committed_state_new(counts, count, error) : NULL;
    if (target->state)
        return target;
failed:
    target_close(target);
    return NULL;
}

void target_close(struct target *target)
{
    if (!target)
        return;
    committed_state_free(target->state);
    transaction_free(target->transaction);
    sync_counts_close(target->sync_counts);
    loader_close(target->loader);
    parser_close(target->parser);
    unknown_streams_free(&target->unknown);
    free(target);
}

struct parser *target_parser(struct target *target)
{
    return target->parser;
}

size_t target_skipped(const struct target *target)
{
    return target->skipped;
}

size_t target_stored(const struct target *target)
{
    return target->committed;
}

static void roll_back(struct target *target)
{
    target->stored = target->committed;
    transaction_roll_back(target->transaction);
    committed_state_forget(target->state);
}

/* Stores a message of a batch; with `undoable` a record that is refused leaves nothing. */
static enum outcome store_message(struct target *target, const struct batched_message *message,
                                  const char *text, bool undoable, struct error *error)
{
    switch (message->message.kind) {
    case MESSAGE_BAD:
        (void)error_set(error, EX_DATAERR, "%.*s", (int)message->length, text);
        return REFUSED;
    case MESSAGE_RECORD:
        if (undoable)
            return transaction_try(target->transaction, &message->message, text, error);
        if (loader_store(target->loader, &message->message, text, error))
            return STORED;
        return error->status == EX_DATAERR ? REFUSED : FAILED;
    case MESSAGE_UNKNOWN_STREAM:
        unknown_streams_report(&target->unknown, text, message->length);
        return STORED;
    default:
        return STORED;
    }
}

/* Counts a line that cannot be stored, or says why it ends the batch. */
static enum outcome skip_line(struct target *target, size_t line, const char *file,
                              struct error *error)
{
    struct error reason = *error;

    (void)error_set(error, EX_DATAERR, "%.200s, line %zu: %s", file, line, reason.text);
    if (!target->options->skip_bad_lines)
        return REFUSED;
    target->skipped++;
    log_info("%s", error->text);
    return STORED;
}

/* Has the processor fetch the next message while one is stored: they lie in another order. */
static void prefetch(const struct message_batch *batch, const struct batched_message *message)
{
    enum { CACHE_LINE = 64 };

    for (size_t at = 0; at < message->length; at += CACHE_LINE)
        __builtin_prefetch(batch->bytes.bytes + message->start + at);
}

/* Stores the messages of a batch in the order that is fastest. At the first that is REFUSED some of
 * the others are stored, and a part of it. */
static enum outcome store_fast(struct target *target, const struct message_batch *batch,
                               const struct batched_message **state, struct error *error)
{
    enum outcome outcome = STORED;

    for (size_t i = 0; i < batch->count && outcome == STORED; i++) {
        const struct batched_message *message = &batch->messages[batch->order[i].index];

        if (i + 1 < batch->count)
            prefetch(batch, &batch->messages[batch->order[i + 1].index]);
        outcome = store_message(target, message, batch->bytes.bytes + message->start, false, error);
        target->stored += outcome == STORED && message->message.kind == MESSAGE_RECORD;
        if (message->message.kind == MESSAGE_STATE)
            *state = message;
    }
    return outcome;
}

/* Stores the messages of a batch in the order of the file, and skips those that are refused, or
 * stops at the first of them with all before it stored. */
static enum outcome store_carefully(struct target *target, const struct message_batch *batch,
                                    const char *file, const struct batched_message **state,
                                    struct error *error)
{
    enum outcome outcome = STORED;

    for (size_t i = 0; i < batch->count && outcome == STORED; i++) {
        const struct batched_message *message = &batch->messages[i];

        /* A valid record is not what was refused, unless all are valid. */
        outcome = store_message(target, message, batch->bytes.bytes + message->start,
                                batch->valid || !message->message.valid, error);
        target->stored += outcome == STORED && message->message.kind == MESSAGE_RECORD;
        if (outcome == REFUSED)
            outcome = skip_line(target, message->line, file, error);
        if (outcome == STORED && message->message.kind == MESSAGE_STATE)
            *state = message;
    }
    return outcome;
}

/* Stores a batch in the open transaction, or in a new one; there it can be done again with care. */
static enum outcome store_batch(struct target *target, const struct message_batch *batch,
                                const char *file, const struct batched_message **state,
                                struct error *error)
{
    bool is_first = !transaction_is_open(target->transaction);
    enum outcome outcome;

    *state = NULL;
    if (is_first && !transaction_begin(target->transaction, error))
        return FAILED;
    outcome = store_fast(target, batch, state, error);
    if (outcome != REFUSED)
        return outcome;
    if (!is_first)
        return FAILED;
    roll_back(target);
    *state = NULL;
    return transaction_begin(target->transaction, error)
               ? store_carefully(target, batch, file, state, error)
               : FAILED;
}

bool target_store(struct target *target, const struct message_batch *batch, const char *file,
                  struct error *error)
{
    const struct batched_message *state;
    size_t skipped = target->skipped;
    struct error reason; /* also of a line that is skipped */
    enum outcome outcome;

    if (!batch->valid && !target_commit(target, error))
        return false;
    outcome = store_batch(target, batch, file, &state, &reason);
    if (outcome != FAILED && state &&
        !committed_state_keep(target->state, batch->bytes.bytes + state->start, state->length,
                              &reason))
        outcome = FAILED;
    if (outcome == STORED)
        return true;
    *error = reason;
    if (outcome == FAILED) {
        target->skipped = skipped;
        roll_back(target);
    } else if (!target_commit(target, &reason)) {
        *error = reason;
    }
    return false;
}

bool target_commit(struct target *target, struct error *error)
{
    if (!transaction_is_open(target->transaction))
        return true;
    if (!transaction_commit(target->transaction, error)) {
        committed_state_forget(target->state);
        return false;
    }
    target->committed = target->stored;
    if (target->options->no_state)
        committed_state_forget(target->state);
    return committed_state_print(target->state, error);
}
