#include "http/transfer.h"
#include "base/timestamp.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined LIBCURL_VERSION_NUM && LIBCURL_VERSION_NUM < 0x075700
#error "this libcurl is too old: spotify-sync needs 7.87 or later"
#endif

/* No limit is known to last longer; a greater Retry-After is an error of the server's. */
#define LONGEST_RETRY_AFTER (7 * 86400)

struct transfer {
    CURL *easy;
    struct curl_slist *headers;
    size_t longest_body;
    struct buffer body;
    bool is_too_long; /* the body; else what ended its writing is that there is no memory */
    CURLcode code;
    char curl_error[CURL_ERROR_SIZE];
    char
        misdated[160]; /* how the clock explains a certificate that is not valid; "": it does not */
};

static size_t take_body(char *bytes, size_t size, size_t count, void *user)
{
    struct transfer *transfer = user;
    size_t length = size * count;

    transfer->is_too_long = length > transfer->longest_body - transfer->body.length;
    if (transfer->is_too_long || !buffer_append(&transfer->body, bytes, length))
        return 0;
    return length;
}

static bool set_form(CURL *easy, const struct buffer *form)
{
    return curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)form->length) ==
               CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_POSTFIELDS, form->bytes) == CURLE_OK;
}

static bool set_write(struct transfer *transfer, const struct transfer_terms *terms)
{
    static const struct buffer nothing = {.bytes = (char *)""};
    CURL *easy = transfer->easy;

    transfer->headers =
        curl_slist_append(NULL, terms->json ? "Content-Type: application/json" : "Content-Type:");
    return transfer->headers && set_form(easy, terms->json ? terms->json : &nothing) &&
           curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, terms->write) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L) == CURLE_OK;
}

static bool set_options(struct transfer *transfer, const struct transfer_terms *terms)
{
    CURL *easy = transfer->easy;

    return curl_easy_setopt(easy, CURLOPT_URL, terms->url) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_USERAGENT, "spotify-sync/" VERSION) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, terms->plain ? "http" : "https") ==
               CURLE_OK &&
           /* what the request carries is for this host alone */
           curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
           /* a thread in a name lookup that hangs would be waited for, past every time limit */
           curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L) == CURLE_OK &&
           (!terms->plain || curl_easy_setopt(easy, CURLOPT_PROXY, "") == CURLE_OK) &&
           curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "") == CURLE_OK &&
           /* over TLS, one connection carries many requests: wait for it to say that it can */
           curl_easy_setopt(easy, CURLOPT_PIPEWAIT, terms->plain ? 0L : 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->curl_error) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer) == CURLE_OK &&
           (!terms->form || set_form(easy, terms->form)) &&
           (!terms->write || set_write(transfer, terms));
}

struct transfer *transfer_new(const struct transfer_terms *terms, struct error *error)
{
    struct transfer *transfer = calloc(1, sizeof *transfer);

    if (!transfer || !(transfer->easy = curl_easy_init())) {
        free(transfer);
        (void)error_no_memory(error);
        return NULL;
    }
    transfer->longest_body = terms->longest_body;
    transfer->body.is_secret = terms->is_secret;
    if (!set_options(transfer, terms)) {
        transfer_free(transfer);
        (void)error_set(error, EX_SOFTWARE, "libcurl rejected a request");
        return NULL;
    }
    return transfer;
}

bool transfer_sign(struct transfer *transfer, const char *token, struct error *error)
{
    return (curl_easy_setopt(transfer->easy, CURLOPT_HTTPAUTH, CURLAUTH_BEARER) == CURLE_OK &&
            curl_easy_setopt(transfer->easy, CURLOPT_XOAUTH2_BEARER, token) == CURLE_OK) ||
           error_no_memory(error);
}

/* A number is read here, for newer versions of libcurl cut a longer time to six hours, and none of
 * them reads one that it cannot hold. */
static int64_t read_retry_after(CURL *easy)
{
    struct curl_header *header;
    curl_off_t seconds = 0;

    if (curl_easy_header(easy, "Retry-After", 0, CURLH_HEADER, -1, &header) == CURLHE_OK &&
        isdigit((unsigned char)header->value[0]))
        seconds = strtoll(header->value, NULL, 10);
    else if (curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &seconds) != CURLE_OK || seconds < 0)
        seconds = 0;
    return seconds < LONGEST_RETRY_AFTER ? seconds : LONGEST_RETRY_AFTER;
}

static bool was_connected(CURL *easy)
{
    curl_off_t ready_after = 0;

    return curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &ready_after) != CURLE_OK ||
           ready_after > 0;
}

static enum transfer_end end_of(const struct transfer *transfer)
{
    if (transfer->misdated[0])
        return TRANSFER_MISDATED;
    switch (transfer->code) {
    case CURLE_OK:
        return TRANSFER_ANSWERED;
    case CURLE_WRITE_ERROR:
        return transfer->is_too_long ? TRANSFER_TOO_LONG : TRANSFER_BROKEN;
    case CURLE_OPERATION_TIMEDOUT:
        return TRANSFER_OVERDUE;
    default:
        return TRANSFER_BROKEN;
    }
}

static const char *describe_end(const struct transfer *transfer)
{
    if (transfer->misdated[0])
        return transfer->misdated;
    return transfer->curl_error[0] ? transfer->curl_error : curl_easy_strerror(transfer->code);
}

struct transfer_result transfer_result(const struct transfer *transfer)
{
    struct transfer_result result = {.end = end_of(transfer),
                                     .reason = describe_end(transfer),
                                     .was_sent = transfer->code == CURLE_OK ||
                                                 was_connected(transfer->easy),
                                     .retry_after = read_retry_after(transfer->easy)};

    if (curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &result.status) != CURLE_OK)
        result.status = 0;
    return result;
}

struct buffer *transfer_body(struct transfer *transfer)
{
    return &transfer->body;
}

CURL *transfer_handle(struct transfer *transfer)
{
    return transfer->easy;
}

void transfer_begin(struct transfer *transfer)
{
    transfer->body.length = 0;
    transfer->curl_error[0] = transfer->misdated[0] = '\0';
}

/* Libraries for TLS have different numbers for what is wrong, and similar words. */
static bool speaks_of_time(const char *words)
{
    static const char *const signs[] = {"not yet valid", "not activated", "expired", "expiration"};

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strcasestr(words, signs[i]))
            return true;
    return false;
}

void transfer_finish(struct transfer *transfer, CURLcode code)
{
    char now[TIMESTAMP_TEXT];

    transfer->code = code;
    if (code != CURLE_PEER_FAILED_VERIFICATION || !speaks_of_time(transfer->curl_error))
        return;
    timestamp_format_seconds(timestamp_now(), now);
    (void)snprintf(transfer->misdated, sizeof transfer->misdated,
                   "its certificate is not valid at %s, which is the time of this machine's clock: "
                   "set the clock right and try again",
                   now);
}

void transfer_free(struct transfer *transfer)
{
    if (!transfer)
        return;
    curl_easy_cleanup(transfer->easy);
    curl_slist_free_all(transfer->headers);
    buffer_free(&transfer->body);
    free(transfer);
}
