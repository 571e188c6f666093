#include "signed_in.h"
#include "base/timestamp.h"
#include "child.h"
#include "page/resources.h"
#include "page/script.h"
#include "state/account.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FIELDS = 20, FIXED_FIELDS = 4, ENDED = 64 };

#define LIFE (10 * TIMESTAMP_SECOND)

struct signed_in {
    const char *account;
    struct page_library *none; /* to run the driver's SQL */
    struct buffer json;
    int64_t ends_at; /* timestamp_monotonic */
};

struct signed_in *signed_in_open(const char *account, struct error *error)
{
    struct signed_in *signed_in = calloc(1, sizeof *signed_in);

    if (!signed_in) {
        (void)error_no_memory(error);
        return NULL;
    }
    signed_in->account = account;
    signed_in->none = page_library_open_none(error);
    if (signed_in->none)
        return signed_in;
    free(signed_in);
    return NULL;
}

/* Makes parameters of lines NAME=VALUE and, if it failed, of the error after "sign-in: ", or else
 * of how it ended. */
static void read_fields(char *text, int status, char ended[static ENDED],
                        struct script_parameter *fields)
{
    static const char program[] = "sign-in: ";
    struct script_parameter *field = fields;

    if (status != 0) {
        (void)snprintf(ended, ENDED, "sign-in ended with status %d", status);
        *field++ = (struct script_parameter){.name = "error", .text = ended};
    }
    for (char *line = strtok(text, "\n"); line && field < fields + MOST_FIELDS;
         line = strtok(NULL, "\n")) {
        size_t length = strspn(line, "abcdefghijklmnopqrstuvwxyz_");

        if (status != 0 && strncmp(line, program, sizeof program - 1) == 0) {
            fields[0].text = line + sizeof program - 1;
        } else if (length > 0 && line[length] == '=') {
            line[length] = '\0';
            *field++ = (struct script_parameter){.name = line, .text = line + length + 1};
        }
    }
}

static bool take_first_column(void *context, sqlite3_stmt *statement, struct error *error)
{
    const char *text = (const char *)sqlite3_column_text(statement, 0);

    return (buffer_append_string(context, text ? text : "{}") && buffer_string(context)) ||
           error_no_memory(error);
}

static bool ask_sign_in(struct signed_in *signed_in, struct error *error)
{
    const char *token = getenv("SPOTIFY_ACCESS_TOKEN");
    struct script_parameter fields[FIXED_FIELDS + MOST_FIELDS] = {
        {.name = "account", .text = signed_in->account},
        {.name = "option", .text = ""},
        {.name = "token", .text = token && *token ? "given" : ""}};
    struct buffer path = {0}, text = {0};
    char ended[ENDED];
    bool done = false;
    int status;

    if (!token || !*token) {
        if (!child_path("sign-in", &path, error))
            goto out;
        status = child_run((char *[]){path.bytes, (char *)(size_t) "--account",
                                      (char *)(size_t)signed_in->account,
                                      (char *)(size_t) "--status", NULL},
                           &text, error);
        if (status < 0 || (!buffer_string(&text) && !error_no_memory(error)))
            goto out;
        read_fields(text.bytes, status, ended, fields + FIXED_FIELDS - 1);
    }
    signed_in->json.length = 0;
    done = script_run(signed_in->none, resource_text(driver_views, "sign-in.sql"), fields,
                      take_first_column, &signed_in->json, error);
out:
    buffer_free(&path);
    buffer_free(&text);
    return done;
}

const char *signed_in_json(struct signed_in *signed_in, struct error *error)
{
    int64_t now = timestamp_monotonic();

    if (signed_in->json.length == 0 || now >= signed_in->ends_at) {
        if (!ask_sign_in(signed_in, error))
            return NULL;
        signed_in->ends_at = now + LIFE;
    }
    return signed_in->json.bytes;
}

void signed_in_close(struct signed_in *signed_in)
{
    if (!signed_in)
        return;
    page_library_close(signed_in->none);
    buffer_free(&signed_in->json);
    free(signed_in);
}
