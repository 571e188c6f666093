#include "curl.h"
#include "check.h"
#include "clock.h"

#include <curl/curl.h>
#include <stdarg.h>
#include <string.h>

/* Those of libcurl are macros that look at the types of their arguments. */
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

struct transfer {
    struct transfer *next; /* of those under way */
    curl_write_callback write;
    void *write_data;
    void *private;
    long status;
    curl_off_t retry_after;
};

struct multi {
    struct transfer *first;
    CURLMsg message;
};

static struct script answers;

void curl_play(const struct script *script)
{
    answers = *script;
}

CURLcode curl_global_init(long flags)
{
    (void)flags;
    return CURLE_OK;
}

void curl_global_cleanup(void) {}

CURL *curl_easy_init(void)
{
    return calloc(1, sizeof(struct transfer));
}

void curl_easy_cleanup(CURL *easy)
{
    free(easy);
}

CURLcode curl_easy_setopt(CURL *easy, CURLoption option, ...)
{
    struct transfer *transfer = easy;
    va_list arguments;

    va_start(arguments, option);
    if (option == CURLOPT_WRITEFUNCTION)
        transfer->write = va_arg(arguments, curl_write_callback);
    else if (option == CURLOPT_WRITEDATA)
        transfer->write_data = va_arg(arguments, void *);
    else if (option == CURLOPT_PRIVATE)
        transfer->private = va_arg(arguments, void *);
    va_end(arguments);
    return CURLE_OK;
}

CURLcode curl_easy_getinfo(CURL *easy, CURLINFO info, ...)
{
    const struct transfer *transfer = easy;
    CURLcode code = CURLE_OK;
    va_list arguments;

    va_start(arguments, info);
    if (info == CURLINFO_RESPONSE_CODE)
        *va_arg(arguments, long *) = transfer->status;
    else if (info == CURLINFO_RETRY_AFTER)
        *va_arg(arguments, curl_off_t *) = transfer->retry_after;
    else if (info == CURLINFO_PRIVATE)
        *va_arg(arguments, void **) = transfer->private;
    else
        code = CURLE_UNKNOWN_OPTION;
    va_end(arguments);
    return code;
}

/* All that is asked for in this way is what CURLINFO_RETRY_AFTER cannot tell. */
CURLHcode curl_easy_header(CURL *easy, const char *name, size_t index, unsigned origin, int request,
                           struct curl_header **header)
{
    (void)easy;
    (void)name;
    (void)index;
    (void)origin;
    (void)request;
    (void)header;
    return CURLHE_MISSING;
}

/* Gives the body in two pieces, as a network may. */
static CURLcode deliver(const struct transfer *transfer, const char *body, size_t length)
{
    size_t half = length / 2;
    char *bytes = malloc(length ? length : 1);
    CURLcode code = CURLE_OK;

    CHECK(bytes && transfer->write);
    memcpy(bytes, body, length);
    if ((half && transfer->write(bytes, 1, half, transfer->write_data) != half) ||
        (length > half &&
         transfer->write(bytes + half, 1, length - half, transfer->write_data) != length - half))
        code = CURLE_WRITE_ERROR;
    free(bytes);
    return code;
}

/* Plays an answer to the request that its step chooses of those under way. */
static CURLcode answer(struct transfer **first, struct transfer ***answered)
{
    struct transfer *transfer;
    const char *step;
    size_t length;
    int64_t code, place;
    CURLcode delivered;

    *answered = first;
    if (!script_next(&answers, &step, &length)) {
        (*first)->status = 404;
        (*first)->retry_after = 0;
        return CURLE_OK;
    }
    transfer = *first;
    transfer->status = (long)(script_number(&step, &length) % 1000);
    transfer->retry_after = script_number(&step, &length);
    code = script_number(&step, &length);
    place = script_number(&step, &length);
    for (; place > 0 && (**answered)->next; place--)
        *answered = &(**answered)->next;
    if (**answered != transfer) {
        (**answered)->status = transfer->status;
        (**answered)->retry_after = transfer->retry_after;
        transfer = **answered;
    }
    delivered = deliver(transfer, step, length);
    return delivered != CURLE_OK ? delivered : (CURLcode)(code >= 0 && code < 99 ? code : 0);
}

CURLcode curl_easy_perform(CURL *easy)
{
    struct transfer *first = easy, **answered;

    first->next = NULL;
    return answer(&first, &answered);
}

CURLM *curl_multi_init(void)
{
    return calloc(1, sizeof(struct multi));
}

CURLMcode curl_multi_setopt(CURLM *multi, CURLMoption option, ...)
{
    (void)multi;
    (void)option;
    return CURLM_OK;
}

CURLMcode curl_multi_add_handle(CURLM *handle, CURL *easy)
{
    struct multi *multi = handle;
    struct transfer **end = &multi->first;

    while (*end) {
        CHECK(*end != easy);
        end = &(*end)->next;
    }
    *end = easy;
    (*end)->next = NULL;
    return CURLM_OK;
}

CURLMcode curl_multi_remove_handle(CURLM *handle, CURL *easy)
{
    struct multi *multi = handle;

    for (struct transfer **link = &multi->first; *link; link = &(*link)->next)
        if (*link == easy) {
            *link = (*link)->next;
            break;
        }
    return CURLM_OK;
}

CURLMcode curl_multi_perform(CURLM *handle, int *running)
{
    const struct multi *multi = handle;

    *running = 0;
    for (const struct transfer *transfer = multi->first; transfer; transfer = transfer->next)
        ++*running;
    return CURLM_OK;
}

/* One answer at a time. */
CURLMsg *curl_multi_info_read(CURLM *handle, int *left)
{
    struct multi *multi = handle;
    struct transfer **answered;

    *left = 0;
    if (!multi->first)
        return NULL;
    multi->message.msg = CURLMSG_DONE;
    multi->message.data.result = answer(&multi->first, &answered);
    multi->message.easy_handle = *answered;
    *answered = (*answered)->next;
    return &multi->message;
}

CURLMcode curl_multi_poll(CURLM *multi, struct curl_waitfd *fds, unsigned count, int timeout,
                          int *ready)
{
    (void)multi;
    (void)fds;
    (void)count;
    CHECK(timeout >= 0);
    clock_advance((int64_t)timeout * 1000);
    if (ready)
        *ready = 0;
    return CURLM_OK;
}

CURLMcode curl_multi_cleanup(CURLM *multi)
{
    free(multi);
    return CURLM_OK;
}
