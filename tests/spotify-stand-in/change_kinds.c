#include "change_kinds.h"

/* The most ids that a result lists. */
#define IDS_SHOWN 1000

int64_t change_given(int64_t value, int64_t otherwise)
{
    return value >= 0 ? value : otherwise;
}

void change_list_id(const struct library *library, const struct entry *entry, size_t *shown,
                    struct text *ids)
{
    struct spotify_id id;

    if (*shown < IDS_SHOWN && library_entry_id(library, ID_TRACK, entry, &id)) {
        text_json(ids, id.text);
        text_add(ids, ",");
    }
    (*shown)++;
}

void change_tell(const struct change *change, size_t count, struct text *ids, size_t total,
                 struct text *result)
{
    text_drop_last(ids, ',');
    text_format(result, "{\"do\":\"%s\",\"count\":%zu,\"total\":%zu,\"ids\":[%s]}\n", change->what,
                count, total, text_string(ids));
}
