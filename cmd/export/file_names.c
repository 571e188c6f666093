#include "file_names.h"

#include "base/buffer.h"
#include "safe_name.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

struct file_names {
    void *tree; /* of struct taken_name, by `folded` */
};

struct taken_name {
    char *folded;
    unsigned next; /* the number that the next thing of this name may have */
};

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const struct taken_name *)a)->folded, ((const struct taken_name *)b)->folded);
}

struct file_names *file_names_new(struct error *error)
{
    struct file_names *names = calloc(1, sizeof *names);

    if (!names)
        (void)error_no_memory(error);
    return names;
}

static void free_taken(void *taken)
{
    free(((struct taken_name *)taken)->folded);
    free(taken);
}

/* Takes the name if it is free. Returns it, or the one that has it and sets *is_new to false; NULL
 * if memory runs out. */
static struct taken_name *take_file_name(struct file_names *names, const char *name, bool *is_new)
{
    struct taken_name *taken = calloc(1, sizeof *taken), **found = NULL;
    struct buffer folded = {0};

    if (taken && safe_name_fold(name, &folded) && buffer_string(&folded)) {
        taken->folded = folded.bytes;
        taken->next = 2;
        found = tsearch(taken, &names->tree, compare_names);
    } else {
        buffer_free(&folded);
    }
    *is_new = found && *found == taken;
    if (!*is_new && taken)
        free_taken(taken);
    return found ? *found : NULL;
}

char *file_names_next(struct file_names *names, const char *name, const char *otherwise,
                      const char *extension, struct error *error)
{
    struct buffer base = {0}, whole = {0};
    struct taken_name *first;
    bool is_new = false, done;

    done = safe_name_append(name, &base) &&
           (base.length > 0 || safe_name_append(otherwise, &base)) && buffer_string(&base) &&
           (first = take_file_name(names, base.bytes, &is_new)) != NULL &&
           buffer_append_string(&whole, base.bytes);
    while (done && !is_new) {
        whole.length = 0;
        done = buffer_append_format(&whole, "%s (%u)", base.bytes, first->next++) &&
               take_file_name(names, whole.bytes, &is_new) != NULL;
    }
    done = done && buffer_append_format(&whole, ".%s", extension);
    buffer_free(&base);
    if (done)
        return whole.bytes;
    buffer_free(&whole);
    (void)error_no_memory(error);
    return NULL;
}

void file_names_free(struct file_names *names)
{
    if (!names)
        return;
    tdestroy(names->tree, free_taken);
    free(names);
}
