#include "whose.h"
#include "json/member.h"

#include <stdlib.h>
#include <string.h>

static bool is_shared(jv record)
{
    jv collaborative = member_get(record, "collaborative");
    bool shared = jv_get_kind(collaborative) == JV_KIND_TRUE;

    jv_free(collaborative);
    return shared;
}

enum whose whose_playlist(const struct known_playlists *known, jv record)
{
    const char *account = known_playlists_owner(known);
    enum whose whose = WHOSE_UNKNOWN;

    if (account) {
        jv owner = member_get(record, "owner");
        char *id = member_text(owner, "id");
        whose = is_shared(record) ? WHOSE_SHARED : WHOSE_OTHERS;
        if (id && strcmp(id, account) == 0)
            whose = WHOSE_OWN;
        free(id);
        jv_free(owner);
    }
    return whose;
}

bool whose_may_be_own(enum whose whose)
{
    return whose == WHOSE_UNKNOWN || whose == WHOSE_OWN;
}
