#include "http/service.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

static bool loopback(const char *host)
{
    size_t length = strlen(host);

    return strcmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0 ||
           (strncmp(host, "127.", 4) == 0 && strspn(host, "0123456789.") == length);
}

bool service_take(const char *variable, const char *fallback, struct service *service,
                  struct error *error)
{
    const char *set = getenv(variable);
    const char *text = set && *set ? set : fallback;
    CURLU *parts = curl_url();
    char *scheme = NULL, *host = NULL, *query = NULL, *user = NULL;
    size_t length = strlen(text);
    bool taken = false;

    *service = (struct service){0};
    if (!parts)
        return error_no_memory(error);
    if (curl_url_set(parts, CURLUPART_URL, text, 0) != CURLUE_OK ||
        curl_url_get(parts, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK ||
        curl_url_get(parts, CURLUPART_HOST, &host, 0) != CURLUE_OK) {
        (void)error_set(error, EX_CONFIG, "%s is not a URL: '%.200s'", variable, text);
        goto out;
    }
    if (curl_url_get(parts, CURLUPART_USER, &user, 0) == CURLUE_OK ||
        curl_url_get(parts, CURLUPART_QUERY, &query, 0) == CURLUE_OK || strpbrk(text, "?#")) {
        (void)error_set(error, EX_CONFIG, "%s must not contain a user, password, query or fragment",
                        variable);
        goto out;
    }
    service->plain = strcmp(scheme, "http") == 0;
    if (!service->plain && strcmp(scheme, "https") != 0) {
        (void)error_set(error, EX_CONFIG, "%s must begin with https://, not '%.200s'", variable,
                        text);
        goto out;
    }
    if (service->plain && !loopback(host)) {
        (void)error_set(
            error, EX_CONFIG,
            "%s uses plain http, which exposes the token to the network; use https:// for '%.200s'",
            variable, host);
        goto out;
    }
    while (length && text[length - 1] == '/')
        length--;
    service->address = strndup(text, length);
    taken = service->address || error_no_memory(error);
out:
    curl_free(scheme);
    curl_free(host);
    curl_free(user);
    curl_free(query);
    curl_url_cleanup(parts);
    return taken;
}

void service_free(struct service *service)
{
    free(service->address);
    *service = (struct service){0};
}
