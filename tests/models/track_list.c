#include "track_list.h"

#include <stdlib.h>
#include <string.h>

static int newest_first(const void *a, const void *b)
{
    const struct track *x = a, *y = b;

    if (x->added_at != y->added_at)
        return x->added_at < y->added_at ? 1 : -1;
    return (x->order < y->order) - (x->order > y->order);
}

void track_list_sort(struct track_list *list)
{
    qsort(list->tracks, (size_t)list->count, sizeof *list->tracks, newest_first);
}

struct track *track_list_find(struct track_list *list, long id)
{
    for (long i = 0; i < list->count; i++)
        if (list->tracks[i].id == id)
            return &list->tracks[i];
    return NULL;
}

void track_list_remove(struct track_list *list, long index)
{
    memmove(&list->tracks[index], &list->tracks[index + 1],
            (size_t)(list->count - index - 1) * sizeof *list->tracks);
    list->count--;
}
