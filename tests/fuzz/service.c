/* A fuzzer of the services' addresses, for libFuzzer: one that is taken is https, or http to a
 * loopback address, and names the same host when it is read again with a path behind it. */
#include "http/service.h"
#include "base/buffer.h"
#include "support/check.h"

#include <curl/curl.h>
#include <string.h>

static char *part_of(const char *text, CURLUPart part)
{
    CURLU *parts = curl_url();
    char *value = NULL;

    CHECK(parts);
    CHECK(curl_url_set(parts, CURLUPART_URL, text, 0) == CURLUE_OK);
    if (curl_url_get(parts, part, &value, 0) != CURLUE_OK)
        value = NULL;
    curl_url_cleanup(parts);
    return value;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* setenv would keep a copy of each */
    static const char name[] = "SPOTIFY_API_URL=";
    char *variable = calloc(1, sizeof name + size);
    struct error error;
    struct service service;

    CHECK(variable);
    memcpy(variable, name, sizeof name - 1);
    memcpy(variable + sizeof name - 1, data, size);
    CHECK(putenv(variable) == 0);
    if (service_take("SPOTIFY_API_URL", "https://api.spotify.com/v1", &service, &error)) {
        struct buffer whole = {0};
        char *scheme, *host, *path;

        CHECK(buffer_append_format(&whole, "%s/me", service.address));
        scheme = part_of(whole.bytes, CURLUPART_SCHEME);
        host = part_of(whole.bytes, CURLUPART_HOST);
        path = part_of(whole.bytes, CURLUPART_PATH);
        CHECK(strcmp(scheme, service.plain ? "http" : "https") == 0);
        CHECK(!service.plain || strcmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0 ||
              strncmp(host, "127.", 4) == 0);
        CHECK(!part_of(whole.bytes, CURLUPART_USER) && !part_of(whole.bytes, CURLUPART_QUERY));
        CHECK(strlen(path) >= 3 && strcmp(path + strlen(path) - 3, "/me") == 0);
        curl_free(scheme);
        curl_free(host);
        curl_free(path);
        buffer_free(&whole);
        service_free(&service);
    } else {
        CHECK(error.status == EX_CONFIG);
    }
    CHECK(unsetenv("SPOTIFY_API_URL") == 0);
    free(variable);
    return 0;
}
