#include "guard.h"

#include <string.h>
#include <strings.h>

bool guard_equal(const char *left, const char *right)
{
    size_t length = strlen(left);
    unsigned char difference = 0;

    if (strlen(right) != length)
        return false;
    for (size_t i = 0; i < length; i++)
        difference |= (unsigned char)(left[i] ^ right[i]);
    return difference == 0;
}

static bool is_own_host(const struct guard *guard, const char *host)
{
    for (const char *const *own = guard->hosts; *own; own++)
        if (strcasecmp(host, *own) == 0)
            return true;
    return false;
}

static bool is_own_origin(const struct guard *guard, const char *origin)
{
    static const char scheme[] = "http://";

    return strncasecmp(origin, scheme, sizeof scheme - 1) == 0 &&
           is_own_host(guard, origin + sizeof scheme - 1);
}

static bool is_json(const char *content_type)
{
    static const char json[] = "application/json";
    const char *rest = content_type + sizeof json - 1;

    return strncasecmp(content_type, json, sizeof json - 1) == 0 &&
           (!*rest || strchr("; \t", *rest));
}

static bool guard_refuse(struct guard_refusal *refusal, unsigned status, const char *text)
{
    *refusal = (struct guard_refusal){.status = status, .text = text};
    return false;
}

bool guard_admits(const struct guard *guard, const struct request_head *head,
                  struct guard_refusal *refusal)
{
    bool changes = strcmp(head->method, "POST") == 0;

    if (head->hosts != 1 || !is_own_host(guard, head->host))
        return guard_refuse(refusal, 421,
                            "This server answers only under the address that it printed.");
    if (!changes && strcmp(head->method, "GET") != 0 && strcmp(head->method, "HEAD") != 0)
        return guard_refuse(refusal, 405, "This server knows only GET, HEAD and POST.");
    if (head->origin ? !is_own_origin(guard, head->origin) : changes)
        return guard_refuse(refusal, 403, "Only this server's own page may ask this.");
    if (head->fetch_site && strcmp(head->fetch_site, "same-origin") != 0 &&
        strcmp(head->fetch_site, "none") != 0 && (changes || strcmp(head->path, "/") != 0))
        return guard_refuse(refusal, 403, "Another site's page may not ask this.");
    if (changes && (!head->content_type || !is_json(head->content_type)))
        return guard_refuse(refusal, 415, "A POST must have JSON, as application/json.");
    return true;
}

bool guard_knows(const struct guard *guard, const struct request_head *head)
{
    char pair[160];
    const char *text = head->cookie ? head->cookie : "";

    while (*text) {
        size_t length;

        text += strspn(text, "; \t");
        length = strcspn(text, ";");
        if (length < sizeof pair) {
            memcpy(pair, text, length);
            pair[length] = '\0';
            if (guard_equal(pair, guard->cookie))
                return true;
        }
        text += length;
    }
    return false;
}
