#include "known_line.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The parts of a line, which are those of its text. */
struct known_words {
    const char *id, *snapshot_id, *doubt;
    int64_t total, digest;
    bool refused;
};

static bool read_whole_number(const char *text, int64_t *number)
{
    char *end;

    errno = 0;
    *number = strtoll(text, &end, 10);
    return !errno && *text && !*end && *number >= 0;
}

static bool read_further_word(const char *word, struct known_words *words)
{
    static const char digest[] = "digest=", doubted[] = "doubted=";

    if (strcmp(word, "refused") == 0)
        return words->refused = true;
    if (strncmp(word, digest, sizeof digest - 1) == 0)
        return read_whole_number(word + sizeof digest - 1, &words->digest);
    if (strncmp(word, doubted, sizeof doubted - 1) != 0)
        return false;
    words->doubt = word + sizeof doubted - 1;
    return true;
}

static bool read_known_words(char *line, struct known_words *words, struct error *error)
{
    char *rest = line;
    const char *count, *word;

    *words = (struct known_words){.digest = -1, .doubt = ""};
    words->id = strtok_r(rest, " ", &rest);
    words->snapshot_id = strtok_r(rest, " ", &rest);
    count = strtok_r(rest, " ", &rest);
    if (!count)
        return error_set(error, EX_DATAERR, "expected an id, a snapshot id and a count");
    if (!read_whole_number(count, &words->total))
        return error_set(error, EX_DATAERR, "not a count: %.40s", count);
    while ((word = strtok_r(rest, " ", &rest)))
        if (!read_further_word(word, words))
            return error_set(error, EX_DATAERR, "expected an id, a snapshot id and a count");
    return true;
}

bool known_line_read(char *line, struct known_playlist *playlist, struct error *error)
{
    struct known_words words;
    char *id, *snapshot_id, *doubt;

    if (!read_known_words(line, &words, error))
        return false;
    id = strdup(words.id);
    snapshot_id = strdup(strcmp(words.snapshot_id, "-") == 0 ? "" : words.snapshot_id);
    doubt = strdup(words.doubt);
    *playlist = (struct known_playlist){.id = id,
                                        .contents = {.snapshot_id = snapshot_id,
                                                     .total = words.total,
                                                     .digest = words.digest,
                                                     .doubt = doubt,
                                                     .refused = words.refused}};
    if (id && snapshot_id && doubt)
        return true;
    known_line_clear(playlist);
    return error_no_memory(error);
}

void known_line_clear(struct known_playlist *playlist)
{
    free(playlist->id);
    free((char *)(intptr_t)playlist->contents.snapshot_id);
    free((char *)(intptr_t)playlist->contents.doubt);
}
