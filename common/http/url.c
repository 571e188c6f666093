#include "http/url.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

static bool loopback(const char *host)
{
    size_t length = strlen(host);

    return strcmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0 ||
           (strncmp(host, "127.", 4) == 0 && strspn(host, "0123456789.") == length);
}

bool url_take(const char *variable, const char *fallback, struct url *url, struct error *error)
{
    const char *set = getenv(variable);
    const char *text = set && *set ? set : fallback;
    CURLU *parts = curl_url();
    char *scheme = NULL, *host = NULL, *query = NULL, *user = NULL;
    size_t length = strlen(text);
    bool taken = false;

    *url = (struct url){0};
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
    url->plain = strcmp(scheme, "http") == 0;
    if (!url->plain && strcmp(scheme, "https") != 0) {
        (void)error_set(error, EX_CONFIG, "%s must begin with https://, not '%.200s'", variable,
                        text);
        goto out;
    }
    if (url->plain && !loopback(host)) {
        (void)error_set(
            error, EX_CONFIG,
            "%s uses plain http, which exposes the token to the network; use https:// for '%.200s'",
            variable, host);
        goto out;
    }
    while (length && text[length - 1] == '/')
        length--;
    url->text = strndup(text, length);
    taken = url->text || error_no_memory(error);
out:
    curl_free(scheme);
    curl_free(host);
    curl_free(user);
    curl_free(query);
    curl_url_cleanup(parts);
    return taken;
}

void url_free(struct url *url)
{
    free(url->text);
    *url = (struct url){0};
}
