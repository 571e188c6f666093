#include "api/profile.h"
#include "auth/oauth.h"
#include "auth/sign_in.h"
#include "base/finish.h"
#include "base/timestamp.h"
#include "estimate.h"
#include "planning.h"
#include "progress.h"
#include "report.h"
#include "restoring.h"
#include "source.h"
#include "state/account.h"
#include "writing.h"
#include "json/member.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A stored sign-in that can only read is better known before all else. */
static bool check_scopes(struct error *error)
{
    const char *token = getenv("SPOTIFY_ACCESS_TOKEN");
    const char *account = account_name(NULL, error);
    struct sign_in_store *store = NULL;
    struct sign_in sign_in = {0};
    struct buffer missing = {0};
    bool good = account != NULL;

    if (!good || (token && *token))
        return good;
    good = (store = sign_in_open(account, false, error)) && sign_in_read(store, &sign_in, error);
    if (good && sign_in.scope && !oauth_missing_scopes(sign_in.scope, true, &missing))
        good = error_no_memory(error);
    if (good && missing.length > 0)
        good = error_set(error, EX_NOPERM,
                         "this sign-in may not write to the account: run '%s --write'",
                         account_login_command(account));
    buffer_free(&missing);
    sign_in_clear(&sign_in);
    sign_in_close(store);
    return good;
}

/* Whose account it is. */
static bool identify_account(struct restoring *restoring, struct error *error)
{
    jv profile = jv_invalid();
    int64_t received_at;

    if (!profile_fetch(restoring->api, &profile, &received_at, error))
        return false;
    restoring->user_id = member_text(profile, "id");
    restoring->account_id = member_text(profile, "account_id");
    restoring->display_name = member_text(profile, "display_name");
    jv_free(profile);
    return restoring->user_id || error_no_memory(error);
}

static bool take_library_owner(void *context, sqlite3_stmt *row, struct error *error)
{
    struct restoring *restoring = context;
    const char *user_id = (const char *)sqlite3_column_text(row, 0);
    const char *account_id = (const char *)sqlite3_column_text(row, 1);
    bool is_same = account_id && restoring->account_id
                       ? strcmp(account_id, restoring->account_id) == 0
                       : strcmp(user_id, restoring->user_id) == 0;

    restoring->owner = strdup(user_id);
    if (!restoring->owner)
        return error_no_memory(error);
    if (is_same || restoring->options.into || restoring->options.verify)
        return true;
    return error_set(
        error, EX_CONFIG,
        "the library belongs to '%.80s', but '%.80s' is signed in: give --into %.80s to "
        "restore it there",
        user_id, restoring->user_id, restoring->user_id);
}

/* The account must be the one that is meant. */
static bool check_account(struct restoring *restoring, struct error *error)
{
    const char *into = restoring->options.into;

    if (into && strcmp(into, restoring->user_id) != 0)
        return error_set(error, EX_NOPERM,
                         "'%.80s' is signed in, not '%.80s': sign in there, or choose the sign-in "
                         "with --account",
                         restoring->user_id, into);
    return ledger_each(restoring->ledger, "SELECT ifnull(user_id, ''), account_id FROM owner", NULL,
                       take_library_owner, restoring, error);
}

static bool make_plan(struct restoring *restoring, const char *from, const char *program,
                      struct error *error)
{
    struct source *source = source_open(from, program, error);
    bool made;

    if (!source)
        return false;
    made = identify_account(restoring, error) &&
           (restoring->ledger = ledger_open(
                restoring->account_id ? restoring->account_id : restoring->user_id, error)) &&
           ledger_plan(restoring->ledger, source_path(source), error);
    source_close(source);
    if (!made || !check_account(restoring, error))
        return false;
    restoring->writer = (struct writer){
        .api = restoring->api, .ledger = restoring->ledger, .settle = restoring->options.settle};
    return writer_wait_for_earlier(&restoring->writer, error) && planning_make(restoring, error) &&
           progress_begin(restoring, error) && estimate_make(restoring, error);
}

/* Writes what the plan has, if there is something, and says what has become of it. */
static bool carry_out(struct restoring *restoring, struct error *error)
{
    const struct restore_options *options = &restoring->options;
    bool writes = !options->dry_run && !options->verify, done = true, is_complete;
    struct error unreported;

    if (!options->verify && !estimate_say(restoring, error))
        return false;
    if (options->dry_run && !options->json)
        return true;
    if (writes && estimate_writes(&restoring->estimate) > 0 && !estimate_agree(restoring, error))
        return false;
    if (writes)
        done = writing_do(restoring, error);
    if (!report_say(restoring, done ? NULL : error, done ? error : &unreported) || !done)
        return false;
    if (!report_is_complete(restoring, &is_complete, error))
        return false;
    /* it has been read back */
    if (writes && is_complete &&
        !ledger_run(restoring->ledger, "DELETE FROM last_write", NULL, error))
        return false;
    return is_complete || options->dry_run ||
           error_set(error, EX_UNAVAILABLE,
                     options->verify ? "not all of it is in the account"
                                     : "not all of it could be restored: restore again");
}

static void restoring_close(struct restoring *restoring)
{
    ledger_close(restoring->ledger);
    api_close(restoring->api);
    free(restoring->user_id);
    free(restoring->account_id);
    free(restoring->display_name);
    free(restoring->owner);
}

#define FLAG(of_name, of_target, of_help)                                                          \
    {                                                                                              \
        .name = (of_name), .help = (of_help), .kind = OPTION_FLAG, .target = &(of_target)          \
    }
#define TEXT(of_name, of_argument, of_target, of_help)                                             \
    {                                                                                              \
        .name = (of_name), .argument = (of_argument), .help = (of_help), .kind = OPTION_TEXT,      \
        .target = &(of_target)                                                                     \
    }
#define SPAN(of_name, of_target, of_help)                                                          \
    {                                                                                              \
        .name = (of_name), .argument = "SECONDS", .help = (of_help), .kind = OPTION_SPAN,          \
        .target = &(of_target), .least = 0, .most = 3600                                           \
    }

/* Reads the options, and the file that is to be restored. */
static const char *parse_arguments(int argc, char **argv, struct restore_options *chosen,
                                   struct api_options *api)
{
    const char *from = NULL;
    const struct option_entry options[] = {
        TEXT("from", "FILE", from, "what to restore, a database or messages"),
        TEXT("into", "USER", chosen->into, "the account that is meant, if another one"),
        FLAG("saved", chosen->tracks, "restore the saved songs"),
        FLAG("albums", chosen->albums, "restore the saved albums"),
        FLAG("artists", chosen->artists, "restore the followed artists"),
        FLAG("shows", chosen->shows, "restore the saved shows"),
        FLAG("episodes", chosen->episodes, "restore the saved episodes"),
        FLAG("audiobooks", chosen->audiobooks, "restore the saved audiobooks"),
        {.name = "playlist",
         .argument = "NAME",
         .help = "restore this playlist; may be repeated",
         .kind = OPTION_TEXTS,
         .target = &chosen->playlists},
        FLAG("in-order", chosen->in_order, "save one by one, to keep the order exactly"),
        FLAG("dry-run", chosen->dry_run, "say what it takes, and write nothing"),
        FLAG("yes", chosen->agreed, "write without asking"),
        FLAG("verify", chosen->verify, "only compare the account with the library"),
        FLAG("json", chosen->json, "print the report as JSON"),
        SPAN("interval", chosen->interval, "time between two calls that save (1)"),
        SPAN("settle", chosen->settle, "reading shows all writes after this (30)"),
        API_OPTION_ENTRIES(*api),
        {0}};
    const struct program program = {
        .name = "restore",
        .synopsis = "[OPTION]... [FILE|DB|-]",
        .description = "Brings a library back into the account that is signed in.",
        .options = options,
        .operands_most = 1,
    };
    int operand = options_parse(&program, argc, argv);

    if (from)
        return from;
    return operand < argc ? argv[operand] : "-";
}

int main(int argc, char **argv)
{
    struct api_options api = API_OPTIONS_DEFAULT(-1);
    static struct restoring restoring = {
        .options = {.interval = TIMESTAMP_SECOND, .settle = 30 * TIMESTAMP_SECOND}};
    const struct restore_options *options = &restoring.options;
    const char *from = parse_arguments(argc, argv, &restoring.options, &api);
    struct error error;
    bool done;

    restoring.has_output = !options->json && !isatty(STDOUT_FILENO);
    done = (options->dry_run || options->verify || check_scopes(&error)) &&
           (restoring.api = api_open(&api, &error)) &&
           make_plan(&restoring, from, argv[0], &error) && carry_out(&restoring, &error);
    restoring_close(&restoring);
    return finish(done, &error);
}
