#include "enrich/held_states.h"

#include <stdlib.h>

struct held {
    struct held *next;
    size_t after;
    struct buffer line;
};

struct held_states {
    size_t batch_size;
    struct held *first; /* the oldest */
    struct held *last;
};

struct held_states *held_states_new(size_t batch_size, struct error *error)
{
    struct held_states *states = calloc(1, sizeof *states);

    if (!states) {
        (void)error_no_memory(error);
        return NULL;
    }
    states->batch_size = batch_size;
    return states;
}

/* The number of the batch that the last of these ids is in. */
static size_t batch_of(const struct held_states *states, size_t id_count)
{
    return (id_count + states->batch_size - 1) / states->batch_size;
}

bool held_states_add(struct held_states *states, const char *line, size_t length, size_t after,
                     struct error *error)
{
    struct held *held = states->last;

    if (!held || batch_of(states, held->after) != batch_of(states, after)) {
        held = calloc(1, sizeof *held);
        if (!held)
            return error_no_memory(error);
        if (states->last)
            states->last->next = held;
        else
            states->first = held;
        states->last = held;
    }
    held->after = after;
    held->line.length = 0;
    return buffer_append(&held->line, line, length) || error_no_memory(error);
}

/* Takes the oldest out. */
static void remove_first(struct held_states *states)
{
    struct held *first = states->first;

    states->first = first->next;
    if (!states->first)
        states->last = NULL;
    buffer_free(&first->line);
    free(first);
}

bool held_states_release(struct held_states *states, size_t answered, struct buffer *line)
{
    bool released = false;

    while (states->first && states->first->after <= answered) {
        struct buffer swap = *line;
        *line = states->first->line;
        states->first->line = swap;
        remove_first(states);
        released = true;
    }
    return released;
}

void held_states_free(struct held_states *states)
{
    if (!states)
        return;
    while (states->first)
        remove_first(states);
    free(states);
}
