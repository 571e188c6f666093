#include "api/owner.h"
#include "api/profile.h"
#include "auth/sign_in.h"
#include "auth/token_owner.h"
#include "base/log.h"
#include "state/account.h"
#include "json/member.h"

#include <stdlib.h>

/* The token from the environment; NULL: there is none. */
static const char *given_token(void)
{
    const char *token = getenv("SPOTIFY_ACCESS_TOKEN");

    return token && *token ? token : NULL;
}

/* The profile that is remembered as a text, or else made of the parts that are. */
static jv make_profile(const char *text, const char *id, const char *account_id,
                       const char *display_name)
{
    jv profile = text ? jv_parse(text) : jv_invalid();

    if (jv_get_kind(profile) == JV_KIND_OBJECT)
        return profile;
    jv_free(profile);
    profile = JV_OBJECT(jv_string("id"), jv_string(id));
    if (account_id)
        profile = jv_object_set(profile, jv_string("account_id"), jv_string(account_id));
    if (display_name)
        profile = jv_object_set(profile, jv_string("display_name"), jv_string(display_name));
    return profile;
}

/* The stored sign-in remembers who signed in. */
static bool recall_sign_in(const char *account, jv *profile, int64_t *known_at, struct error *error)
{
    struct sign_in_store *store = sign_in_open(account, false, error);
    struct sign_in sign_in = {0};
    bool recalled = store && sign_in_read(store, &sign_in, error);

    if (recalled) {
        *profile = make_profile(sign_in.profile, sign_in.user_id, sign_in.account_id,
                                sign_in.display_name);
        *known_at = sign_in.signed_in_at;
    }
    sign_in_clear(&sign_in);
    sign_in_close(store);
    return recalled;
}

bool owner_recall(jv *profile, int64_t *known_at, struct error *error)
{
    const char *account = account_name(NULL, error);
    struct token_owner owner = {0};
    struct error unremembered;

    *profile = jv_invalid();
    if (!account)
        return false;
    if (!given_token())
        return recall_sign_in(account, profile, known_at, error);
    if (!token_owner_recall(account, given_token(), &owner, &unremembered)) {
        /* Nothing can be remembered on a disk that cannot be written: a request is sent each time.
         * What the user can mend is a warning. */
        if (unremembered.status == EX_CONFIG)
            log_warning("requesting the owner of the token: %s", unremembered.text);
        else
            log_info("requesting the owner of the token: %s", unremembered.text);
    }
    if (owner.user_id) {
        *profile = make_profile(owner.profile, owner.user_id, owner.account_id, NULL);
        *known_at = owner.known_at;
    }
    token_owner_clear(&owner);
    return true;
}

static void remember_owner(jv profile, int64_t known_at)
{
    struct token_owner owner = {.user_id = member_text(profile, "id"),
                                .account_id = member_text(profile, "account_id"),
                                .known_at = known_at};
    struct error unremembered;
    const char *account = account_name(NULL, &unremembered);

    if (account && owner.user_id && profile_print(profile, &owner.profile) &&
        !token_owner_remember(account, given_token(), &owner, &unremembered))
        log_info("cannot remember the owner of the token: %s", unremembered.text);
    token_owner_clear(&owner);
}

bool owner_request(struct api *api, jv *profile, int64_t *known_at, struct error *error)
{
    if (!profile_fetch(api, profile, known_at, error))
        return false;
    if (given_token())
        remember_owner(*profile, *known_at);
    return true;
}

/* A member that is a text and not empty, the caller's to free; NULL if there is none. */
static char *profile_text(jv profile, const char *name)
{
    char *text = member_text(profile, name);

    if (text && *text)
        return text;
    free(text);
    return NULL;
}

char *owner_profile_id(jv profile, struct error *error)
{
    char *id = profile_text(profile, "account_id");

    if (!id && !(id = member_text(profile, "id")))
        (void)error_no_memory(error);
    return id;
}

bool owner_id(struct api *api, bool is_wanted, char **id, struct error *error)
{
    jv profile;
    int64_t known_at;

    *id = NULL;
    if (!is_wanted)
        return true;
    if (!owner_recall(&profile, &known_at, error))
        return false;
    *id = profile_text(profile, "account_id");
    if (!*id) {
        jv_free(profile);
        if (!owner_request(api, &profile, &known_at, error))
            return false;
        *id = owner_profile_id(profile, error);
    }
    jv_free(profile);
    return *id != NULL;
}

char *owner_known_id(struct error *error)
{
    jv profile;
    int64_t known_at;
    char *id;

    if (!owner_recall(&profile, &known_at, error))
        return NULL;
    if (!jv_is_valid(profile)) {
        (void)error_set(error, EX_NOPERM,
                        "the owner of SPOTIFY_ACCESS_TOKEN is not known: run fetch-account first");
        return NULL;
    }
    id = owner_profile_id(profile, error);
    jv_free(profile);
    return id;
}
