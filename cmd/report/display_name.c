#include "display_name.h"
#include "auth/sign_in.h"
#include "state/account.h"

#include <string.h>

char *display_name_of(const char *user_id)
{
    struct error unnamed; /* a report does without the name */
    const char *account = account_name(NULL, &unnamed);
    struct sign_in_store *store = account ? sign_in_open(account, false, &unnamed) : NULL;
    struct sign_in sign_in = {0};
    char *name = NULL;

    if (!store)
        return NULL;
    (void)sign_in_read(store, &sign_in, &unnamed); /* one that has ended has its name, too */
    if (sign_in.user_id && sign_in.display_name && strcmp(sign_in.user_id, user_id) == 0)
        name = strdup(sign_in.display_name);
    sign_in_clear(&sign_in);
    sign_in_close(store);
    return name;
}
