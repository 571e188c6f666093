#include "settings.h"

#include "changes.h"
#include "faults.h"
#include "help.h"
#include "hidden.h"
#include "oddities.h"
#include "query.h"

#include <stdlib.h>

#define MILLION INT64_C(1000000)

/* How an option is set: a number, a switch, a string, or a function of its own. */
enum form { FORM_NUMBER, FORM_SWITCH, FORM_STRING, FORM_OWN };

struct setting {
    const char *name;
    const char *argument;
    const char *help;
    enum form form;
    bool at_run_time;
    size_t offset;
    int64_t least;
    int64_t most;
    bool (*apply)(struct stand_in *in, const char *value);
};

static bool set_seed(struct stand_in *in, const char *value)
{
    int64_t number;

    if (!query_number(value, &number) || number < 0)
        return false;
    in->size.seed = (uint64_t)number;
    return true;
}

static bool set_recorded(struct stand_in *in, const char *value)
{
    in->recorded = must_resize(in->recorded, in->recorded_count + 1, sizeof *in->recorded);
    in->recorded[in->recorded_count++] = must_copy(value, strlen(value));
    return true;
}

static bool set_odd_items(struct stand_in *in, const char *value)
{
    in->size.odd_items = strcmp(value, "on") == 0;
    return in->size.odd_items || strcmp(value, "off") == 0;
}

static bool set_mode(struct stand_in *in, const char *value)
{
    in->development = strcmp(value, "development") == 0;
    return in->development || strcmp(value, "extended") == 0;
}

static bool set_removed_status(struct stand_in *in, const char *value)
{
    return query_number(value, &in->removed_status) &&
           (in->removed_status == 403 || in->removed_status == 404 || in->removed_status == 410);
}

/* Sets a string that must be one of three. */
static bool set_choice(char **to, const char *value, const char *const choices[3])
{
    for (size_t i = 0; i < 3; i++) {
        if (strcmp(value, choices[i]) == 0) {
            free(*to);
            *to = must_copy(value, strlen(value));
            return true;
        }
    }
    return false;
}

static bool set_names(struct stand_in *in, const char *value)
{
    static const char *const choices[] = {"both", "new", "old"};
    return set_choice(&in->names, value, choices);
}

static bool set_episodes(struct stand_in *in, const char *value)
{
    static const char *const choices[] = {"episode", "track", "null"};
    return set_choice(&in->episodes, value, choices);
}

/* "ENDPOINT=FILE"; "ENDPOINT=" takes one away. */
static bool set_answer(struct stand_in *in, const char *value)
{
    enum endpoint endpoint;
    struct text contents = {0}, why = {0};
    const char *path = endpoint_split(value, &endpoint);

    if (path == NULL)
        return false;
    bool good = *path == '\0' || text_file(&contents, path, &why);
    text_free(&in->answers[endpoint]);
    in->answers[endpoint] = contents;
    text_free(&why);
    return good;
}

static bool set_refresh_error(struct stand_in *in, const char *value)
{
    bool none = *value == '\0';

    if (!none && strcmp(value, "expired") != 0 && strcmp(value, "revoked") != 0)
        return false;
    free(in->accounts.refresh_error);
    in->accounts.refresh_error = none ? NULL : must_copy(value, strlen(value));
    return true;
}

static bool expire_tokens(struct stand_in *in, const char *value)
{
    (void)value;
    accounts_expire(&in->accounts);
    return true;
}

static bool set_rate(struct stand_in *in, const char *value)
{
    return limits_set_rate(&in->limits, value);
}

static bool set_quota(struct stand_in *in, const char *value)
{
    return limits_set_quota(&in->limits, value);
}

static bool set_quota_used(struct stand_in *in, const char *value)
{
    return limits_use_quota(&in->limits, value);
}

static bool set_limit(struct stand_in *in, const char *value)
{
    return limits_shut(&in->limits, value);
}

static bool add_fault(struct stand_in *in, const char *value)
{
    return schedule_add(&in->faults, fault_words, true, value) ||
           schedule_add(&in->faults, oddity_words, false, value);
}

static bool add_change(struct stand_in *in, const char *value)
{
    return schedule_add(&in->changes, change_words, false, value);
}

static bool add_edit(struct stand_in *in, const char *value)
{
    return edits_add(&in->edits, value);
}

static bool set_hidden(struct stand_in *in, const char *value)
{
    enum endpoint endpoint;
    const char *count = endpoint_split(value, &endpoint);

    if (count == NULL || !hidden_knows(endpoint) || !query_number(count, &in->hidden[endpoint]) ||
        in->hidden[endpoint] < 0)
        return false;
    /* Before the start there is nothing to hide, and load_library does it. */
    hidden_set(&in->library, endpoint, (size_t)in->hidden[endpoint]);
    return true;
}

static bool set_log(struct stand_in *in, const char *value)
{
    if (in->log.file != NULL)
        (void)fclose(in->log.file);
    in->log.file = fopen(value, "a");
    return in->log.file != NULL;
}

#define NUMBER(member, least, most)                                                                \
    FORM_NUMBER, false, offsetof(struct stand_in, member), least, most, NULL
#define NUMBER_ANY_TIME(member, least, most)                                                       \
    FORM_NUMBER, true, offsetof(struct stand_in, member), least, most, NULL
#define SWITCH(member)         FORM_SWITCH, true, offsetof(struct stand_in, member), 0, 1, NULL
#define STRING(member)         FORM_STRING, true, offsetof(struct stand_in, member), 1, 0, NULL
#define STRING_OR_NONE(member) FORM_STRING, true, offsetof(struct stand_in, member), 0, 0, NULL
#define OWN(apply)             FORM_OWN, false, 0, 0, 0, apply
#define OWN_ANY_TIME(apply)    FORM_OWN, true, 0, 0, 0, apply

static const struct setting settings[] = {
    {"port", "P", "listen on this port of 127.0.0.1 (0: a free one)", NUMBER(port, 0, 65535)},
    {"parent-pid", "PID", "exit when this process is gone", NUMBER(parent_pid, 1, INT32_MAX)},
    {"exit-with-parent", NULL, "exit when the parent process is gone", FORM_SWITCH, false,
     offsetof(struct stand_in, exit_with_parent), 0, 1, NULL},
    {"log", "FILE", "also append the log to a file", OWN_ANY_TIME(set_log)},

    {"seed", "S", "seed of the synthetic library (1)", OWN(set_seed)},
    {"tracks", "N", "saved tracks (1000)", NUMBER(size.tracks, 0, 100 * MILLION)},
    {"artists", "N", "artists of these tracks (152 for 1000 tracks)",
     NUMBER(size.artists, 1, 100 * MILLION)},
    {"albums", "N", "albums of these tracks (78 for 1000 tracks)",
     NUMBER(size.albums, 1, 100 * MILLION)},
    {"equal-added", "N", "runs of N share an added_at (0: one pair in 20; 1: none)",
     NUMBER(size.equal_added, 0, 100 * MILLION)},
    {"playlists", "N", "playlists (10)", NUMBER(size.playlists, 0, 100000)},
    {"playlist-items", "N", "items per playlist (20)", NUMBER(size.playlist_items, 0, MILLION)},
    {"foreign-playlists", "N", "playlists owned by others (every fifth)",
     NUMBER(size.foreign_playlists, 0, 100000)},
    {"odd-items", "on|off", "null items, episodes, local files in playlists (on)",
     OWN(set_odd_items)},
    {"saved-albums", "N", "saved albums (0)", NUMBER(size.saved_albums, 0, MILLION)},
    {"saved-shows", "N", "saved shows (0)", NUMBER(size.saved_shows, 0, 100000)},
    {"saved-episodes", "N", "saved episodes (0)", NUMBER(size.saved_episodes, 0, 100000)},
    {"saved-audiobooks", "N", "saved audiobooks, which are among the shows too (0)",
     NUMBER(size.saved_audiobooks, 0, 100000)},
    {"followed-artists", "N", "followed artists (0)", NUMBER(size.followed_artists, 0, MILLION)},
    {"top-artists", "N", "top artists (0)", NUMBER(size.top_artists, 0, MILLION)},
    {"recorded", "FILE", "serve a recorded answer instead of a synthetic library; repeatable",
     OWN(set_recorded)},

    {"user", "ID", "the account (listener)", STRING(user)},
    {"account-id", "ID", "its account_id (none)", STRING_OR_NONE(account_id)},
    {"mode", "extended|development", "the kind of app (extended)", OWN_ANY_TIME(set_mode)},
    {"removed-status", "403|404|410", "status of removed endpoints in development mode (403)",
     OWN_ANY_TIME(set_removed_status)},
    {"markets", "N", "countries in available_markets (10)", NUMBER_ANY_TIME(markets, 0, 200)},
    {"names", "both|new|old", "new: item, items; old: the deprecated track, tracks (both)",
     OWN_ANY_TIME(set_names)},
    {"episodes", "episode|track|null", "what an episode is without additional_types (track)",
     OWN_ANY_TIME(set_episodes)},
    {"answer", "ENDPOINT=FILE", "answer with the contents of FILE; repeatable",
     OWN_ANY_TIME(set_answer)},
    {"edit", "PLACE:PATH=JSON", "put JSON into good answers, see below; repeatable",
     OWN_ANY_TIME(add_edit)},
    {"hidden", "ENDPOINT=K", "a list counts K things that no page shows; repeatable",
     OWN_ANY_TIME(set_hidden)},
    {"hidden-null", NULL, "nulls stand in the pages for them", SWITCH(hidden_null)},
    {"next-url", "PREFIX", "prefix of the URLs in next (the server's own)",
     STRING_OR_NONE(next_url)},

    {"page-cap", "N", "limit pages to N items (0: no limit)", NUMBER_ANY_TIME(page_cap, 0, 50)},
    {"latency", "MS", "delay every answer (0)", NUMBER_ANY_TIME(latency_ms, 0, 3600000)},
    {"jitter", "MS", "add up to this much to the delay (0)",
     NUMBER_ANY_TIME(jitter_ms, 0, 3600000)},
    {"rate", "N/SECONDS", "rate limit of the app in a rolling window; 429 beyond it",
     OWN_ANY_TIME(set_rate)},
    {"rate-penalty", NULL, "refused requests count towards the limit", SWITCH(limits.rate_penalty)},
    {"rate-retry-after", "SECONDS", "what its 429 say (0: when a place is free)",
     NUMBER_ANY_TIME(limits.rate_retry_after, 0, 86400)},
    {"quota", "ENDPOINT=N/SECONDS", "QUOTA_EXCEEDED after N in a window; repeatable",
     OWN_ANY_TIME(set_quota)},
    {"quota-used", "ENDPOINT=N", "another program makes N calls; repeatable",
     OWN_ANY_TIME(set_quota_used)},
    {"quota-without-retry-after", NULL, "omit Retry-After",
     SWITCH(limits.quota_without_retry_after)},
    {"limit", "ENDPOINT=SECONDS", "always 429 with this Retry-After; repeatable",
     OWN_ANY_TIME(set_limit)},
    {"fault", "RULE", "fault to inject, see below; repeatable", OWN_ANY_TIME(add_fault)},
    {"lag", "N", "a write is not seen by the next N requests that read (0)",
     NUMBER_ANY_TIME(writes.lag, 0, MILLION)},
    {"lag-ms", "MS", "nor for so long (0)", NUMBER_ANY_TIME(writes.lag_ms, 0, 3600000)},
    {"second", "MS", "how long a second of the times of saving lasts (1000)",
     NUMBER_ANY_TIME(writes.second_ms, 1, 1000)},
    {"playlist-limit", "N", "playlists that an account may have (11000)",
     NUMBER_ANY_TIME(writes.playlist_limit, 0, MILLION)},
    {"item-limit", "N", "items that a playlist may have (10000)",
     NUMBER_ANY_TIME(writes.item_limit, 0, MILLION)},
    {"redirect-to", "URL", "target of the fault 'redirect'", STRING(redirect_to)},
    {"change", "RULE", "change the library before a request; repeatable", OWN_ANY_TIME(add_change)},

    {"token", "TOKEN", "access token to accept besides those issued (any)",
     STRING_OR_NONE(accounts.token)},
    {"client-id", "ID", "client ID of the app (test-client)", STRING(accounts.client_id)},
    {"token-life", "SECONDS", "lifetime of an access token (3600)",
     NUMBER_ANY_TIME(accounts.token_life, 0, 100 * MILLION)},
    {"refresh-token", "TOKEN", "a refresh token that is valid from the start",
     STRING_OR_NONE(accounts.refresh_token)},
    {"rotate-refresh", NULL, "issue a new refresh token at each refresh",
     SWITCH(accounts.rotate_refresh)},
    {"token-answer", "JSON", "answer of /api/token, with status 400 if it has an error",
     STRING_OR_NONE(accounts.token_answer)},
    {"refresh-error", "expired|revoked", "answer of every refresh",
     OWN_ANY_TIME(set_refresh_error)},
    {"deny", NULL, "the user declines", SWITCH(accounts.deny)},
    {"expire-tokens", NULL, "expire the access tokens issued so far (at run time)",
     OWN_ANY_TIME(expire_tokens)},
};

#define SETTING_COUNT (sizeof settings / sizeof settings[0])

static const struct setting *find(const char *name)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        if (strcmp(settings[i].name, name) == 0)
            return &settings[i];
    }
    return NULL;
}

bool setting_takes_value(const char *name)
{
    const struct setting *setting = find(name);
    return setting != NULL && setting->argument != NULL;
}

static bool apply_switch(bool *to, const char *value)
{
    *to = value == NULL || strcmp(value, "1") == 0 || strcmp(value, "on") == 0;
    return *to || *value == '\0' || strcmp(value, "0") == 0 || strcmp(value, "off") == 0;
}

/* An empty string takes the setting away; not when at least one character is wanted. */
static bool apply_string(char **to, const char *value, int64_t least)
{
    if ((int64_t)strlen(value) < least)
        return false;
    free(*to);
    *to = *value != '\0' ? must_copy(value, strlen(value)) : NULL;
    return true;
}

static bool apply(struct stand_in *in, const struct setting *setting, const char *value)
{
    char *member = (char *)in + setting->offset;
    int64_t number;

    if (setting->form == FORM_SWITCH)
        return apply_switch((bool *)member, value);
    if (setting->argument != NULL && value == NULL)
        return false;
    switch (setting->form) {
    case FORM_NUMBER:
        if (!query_number(value, &number) || number < setting->least || number > setting->most)
            return false;
        *(int64_t *)(void *)member = number;
        return true;
    case FORM_STRING:
        return apply_string((char **)(void *)member, value, setting->least);
    default:
        return setting->apply(in, value);
    }
}

bool setting_apply(struct stand_in *in, const char *name, const char *value, bool at_run_time,
                   struct text *why)
{
    const struct setting *setting = find(name);

    if (setting == NULL) {
        text_format(why, "unknown option '%s'", name);
        return false;
    }
    if (at_run_time && !setting->at_run_time) {
        text_format(why, "%s cannot be set at run time", name);
        return false;
    }
    if (!apply(in, setting, value)) {
        text_format(why, "%s: '%s' is not a valid %s", name, value != NULL ? value : "",
                    setting->argument != NULL ? setting->argument : "switch");
        return false;
    }
    return true;
}

void setting_help(struct text *text)
{
    text_add(text,
             "Usage: spotify-stand-in [OPTION]...\n"
             "Answers like the Spotify Web API, from an invented library. Prints its URL when\n"
             "ready; the API is below /v1. Runs until SIGTERM or SIGINT.\n\n");
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &settings[i];
        size_t start = text->length;
        text_format(text, "%s --%s %s", setting->at_run_time ? "*" : " ", setting->name,
                    setting->argument != NULL ? setting->argument : "");
        while (text->length - start < 36)
            text_add(text, " ");
        text_format(text, " %s\n", setting->help);
    }
    text_add(text, help_of_rules);
    text_add(text, "ENDPOINT is one of\n");
    for (int i = 0; i < ENDPOINT_COUNT; i++)
        text_format(text, "  %-16s %-4s %s\n", endpoint_name((enum endpoint)i),
                    endpoint_method((enum endpoint)i), endpoint_path((enum endpoint)i));
    text_add(text, help_of_control);
}
