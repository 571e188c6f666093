/* A fuzzer of the stored sign-in, for libFuzzer: a file that is taken is the same when it is
 * written and read again, and any other is told to be damaged. */
#include "auth/sign_in.h"
#include "base/buffer.h"
#include "support/check.h"
#include "support/folder.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static struct sign_in_store *open_store(void)
{
    struct sign_in_store *store;
    struct error error;

    CHECK(setenv("XDG_STATE_HOME", folder(), 1) == 0);
    store = sign_in_open("default", true, &error);
    CHECK(store);
    return store;
}

static void put_file(const char *name, const uint8_t *data, size_t size)
{
    struct buffer path = {0};
    int fd;

    CHECK(buffer_append_format(&path, "%s/spotify-sync/default/%s", folder(), name));
    fd = open(path.bytes, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    CHECK(fd >= 0 && write(fd, data, size) == (ssize_t)size && close(fd) == 0);
    buffer_free(&path);
}

static bool same(const char *one, const char *other)
{
    return one && other ? strcmp(one, other) == 0 : one == other;
}

static void write_and_read(struct sign_in_store *store, const struct sign_in *sign_in)
{
    struct sign_in again;
    struct error error;

    CHECK(sign_in_write(store, sign_in, &error));
    CHECK(sign_in_read(store, &again, &error) == !sign_in->ended);
    CHECK(same(sign_in->profile, again.profile) && same(sign_in->client_id, again.client_id) &&
          same(sign_in->user_id, again.user_id) &&
          same(sign_in->display_name, again.display_name) && same(sign_in->ended, again.ended) &&
          same(sign_in->access_token, again.access_token) &&
          same(sign_in->refresh_token, again.refresh_token));
    CHECK(sign_in->signed_in_at == again.signed_in_at && sign_in->ends_at == again.ends_at &&
          sign_in->token_ends_at == again.token_ends_at && sign_in->token_life == again.token_life);
    sign_in_clear(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct sign_in_store *store;
    struct sign_in sign_in;
    struct error error;
    char *client_id;

    if (!store)
        store = open_store();
    put_file("tokens.json", data, size);
    put_file("client-id", data, size);
    if (sign_in_read(store, &sign_in, &error) || sign_in.ended)
        write_and_read(store, &sign_in);
    else
        CHECK(error.status == EX_NOPERM);
    sign_in_clear(&sign_in);
    client_id = sign_in_remembered_client(store);
    CHECK(!client_id || sign_in_client_is_valid(client_id));
    free(client_id);
    return 0;
}
