#include "http/http.h"

static size_t take_body(char *bytes, size_t size, size_t count, void *user)
{
    struct http_body *body = user;
    size_t length = size * count;

    if (length > body->most - body->bytes.length || !buffer_append(&body->bytes, bytes, length))
        return 0;
    return length;
}

bool http_prepare(CURL *easy, const char *url, bool plain, struct http_body *body)
{
    return curl_easy_setopt(easy, CURLOPT_URL, url) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_USERAGENT, "spotify-sync/" VERSION) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, plain ? "http" : "https") == CURLE_OK &&
           /* what the request carries is for this host alone */
           curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
           /* a thread in a name lookup that hangs would be waited for, past every time limit */
           curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L) == CURLE_OK &&
           (!plain || curl_easy_setopt(easy, CURLOPT_PROXY, "") == CURLE_OK) &&
           curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_WRITEDATA, body) == CURLE_OK;
}
