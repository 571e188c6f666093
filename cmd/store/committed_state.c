#include "committed_state.h"
#include "base/buffer.h"
#include "base/output.h"
#include "json/json.h"
#include "json/json_edit.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct committed_state {
    struct buffer line;
    const struct load_counts *counts; /* of each stream */
    size_t count;
    struct json_paths *paths;
    int *bookmarks; /* slots, of each stream */
};

static bool add_bookmarks(struct committed_state *state, struct error *error)
{
    for (size_t i = 0; i < state->count; i++) {
        const char *const names[] = {"value", "bookmarks", state->counts[i].stream};
        state->bookmarks[i] = json_paths_add_members(state->paths, names, 3, error);
        if (state->bookmarks[i] < 0)
            return false;
    }
    return true;
}

struct committed_state *committed_state_new(const struct load_counts *counts, size_t count,
                                            struct error *error)
{
    struct committed_state *state = calloc(1, sizeof *state);

    if (!state) {
        (void)error_no_memory(error);
        return NULL;
    }
    state->counts = counts;
    state->count = count;
    state->paths = json_paths_new(error);
    if (!state->paths)
        goto failed;
    state->bookmarks = calloc(count, sizeof *state->bookmarks);
    if (!state->bookmarks) {
        (void)error_no_memory(error);
        goto failed;
    }
    if (add_bookmarks(state, error))
        return state;
failed:
    committed_state_free(state);
    return NULL;
}

void committed_state_free(struct committed_state *state)
{
    if (!state)
        return;
    buffer_free(&state->line);
    json_paths_free(state->paths);
    free(state->bookmarks);
    free(state);
}

bool committed_state_keep(struct committed_state *state, const char *line, size_t length,
                          struct error *error)
{
    state->line.length = 0;
    return buffer_append(&state->line, line, length) || error_no_memory(error);
}

void committed_state_forget(struct committed_state *state)
{
    state->line.length = 0;
}

/* Sets a count in a stream's bookmark. */
static bool set_count(struct buffer *line, const char *stream, const char *name, int64_t count,
                      struct error *error)
{
    const char *const path[] = {"value", "bookmarks", stream, name};
    struct buffer changed = {0};
    char number[24];

    (void)snprintf(number, sizeof number, "%" PRId64, count);
    if (!json_set(line->bytes, line->length, path, 4, number, &changed, error)) {
        buffer_free(&changed);
        return false;
    }
    buffer_free(line);
    *line = changed;
    return true;
}

bool committed_state_print(struct committed_state *state, struct error *error)
{
    struct buffer *line = &state->line;
    bool done;

    if (line->length == 0)
        return true;
    done = json_scan(state->paths, line->bytes, line->length, error);
    for (size_t i = 0; done && i < state->count; i++) {
        const struct load_counts *counts = &state->counts[i];
        done = json_value(state->paths, state->bookmarks[i])->kind != JSON_OBJECT ||
               (set_count(line, counts->stream, "new", counts->new_rows, error) &&
                set_count(line, counts->stream, "updated", counts->updated_rows, error));
    }
    done = done && output_line(line->bytes, line->length, error) && output_flush(error);
    committed_state_forget(state);
    return done;
}
