#include "invitation.h"

#include <string.h>

bool invitation_append(struct buffer *text, const char *address, const char *client_id,
                       const char *redirect_uri)
{
    return buffer_append_format(
        text,
        "To sign in, open this address in a browser:\n\n%s\n\n"
        "If the browser is on another machine, it ends on a page that it cannot load:\n"
        "copy the address of that page, paste it here, and press Enter. It begins with\n"
        "  %s\n\n"
        "If the browser shows \"INVALID_CLIENT: Invalid client\", no app has the Client ID\n"
        "  %s\n"
        "Copy it again from the app's page, and give it with --client-id. If it shows\n"
        "\"Invalid redirect URI\" or \"redirect_uri: Not matching configuration\", the app\n"
        "lacks the Redirect URI, exactly as it is here:\n"
        "  http://127.0.0.1/callback\n"
        "Both are in the dashboard, https://developer.spotify.com/dashboard.",
        address, redirect_uri, client_id);
}

bool next_command_append(struct buffer *text, const char *account, bool to_write)
{
    bool is_default = strcmp(account, "default") == 0;

    return buffer_append_format(text, "\nNext, run: spotify-sync%s%s%s",
                                is_default ? "" : " --account ", is_default ? "" : account,
                                to_write ? " restore --dry-run" : "");
}

void refused_user_advise(struct error *error)
{
    struct error refusal = *error;

    if (error->status == EX_NOPERM && !strchr(error->text, '('))
        (void)error_set(error, EX_NOPERM,
                        "%.300s (see in the dashboard, https://developer.spotify.com/dashboard, "
                        "that the app's owner has Premium and has added this user)",
                        refusal.text);
}
