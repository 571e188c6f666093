#include "token_owner.h"
#include "base/timestamp.h"
#include "state/account_files.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

/* Three lines: the digest of the token, when its user was told, and the user. */
#define GIVEN_FILE "given-token"

enum { DIGEST = 32, DIGEST_TEXT = 2 * DIGEST + 1 };

static bool digest(const char *token, char text[static DIGEST_TEXT], struct error *error)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned length = 0;

    if (EVP_Digest(token, strlen(token), bytes, &length, EVP_sha256(), NULL) != 1 ||
        length != DIGEST)
        return error_set(error, EX_OSERR, "SHA-256 is not available");
    for (size_t i = 0; i < DIGEST; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
    text[DIGEST_TEXT - 1] = '\0';
    return true;
}

/* Cuts the first line off. NULL when there is no whole one left. */
static const char *next_line(const char **rest, const char *end, size_t *length)
{
    const char *line = *rest;
    const char *newline = line < end ? memchr(line, '\n', (size_t)(end - line)) : NULL;

    if (!newline)
        return NULL;
    *length = (size_t)(newline - line);
    *rest = newline + 1;
    return line;
}

/* The user in a file about this token; NULL when it is about another, or damaged. */
static const char *find_user(const struct buffer *text, const char *wanted, size_t *length,
                             int64_t *known_at)
{
    const char *rest = text->bytes, *end = text->bytes + text->length;
    const char *line = next_line(&rest, end, length);

    if (!line || *length != DIGEST_TEXT - 1 || memcmp(line, wanted, *length) != 0)
        return NULL;
    line = next_line(&rest, end, length);
    if (!line || !timestamp_parse(line, *length, known_at))
        return NULL;
    line = next_line(&rest, end, length);
    if (!line || *length == 0 || rest != end || memchr(line, '\0', *length))
        return NULL;
    return line;
}

bool token_owner_recall(const char *account, const char *token, char **user_id, int64_t *known_at,
                        struct error *error)
{
    struct account_files *files = account_files_open(account, false, error);
    struct buffer text = {0};
    char wanted[DIGEST_TEXT];
    bool found, done = false;
    const char *user;
    size_t length;

    *user_id = NULL;
    if (!files || !digest(token, wanted, error) ||
        !account_files_read(files, GIVEN_FILE, &text, &found, error))
        goto out;
    user = found ? find_user(&text, wanted, &length, known_at) : NULL;
    if (user)
        *user_id = strndup(user, length);
    done = !user || *user_id || error_no_memory(error);
out:
    buffer_free(&text);
    account_files_close(files);
    return done;
}

bool token_owner_remember(const char *account, const char *token, const char *user_id,
                          int64_t known_at, struct error *error)
{
    struct account_files *files = account_files_open(account, true, error);
    struct buffer text = {0};
    char digest_text[DIGEST_TEXT], known_text[TIMESTAMP_TEXT];
    bool done = false;

    timestamp_format(known_at, known_text);
    if (!files || !digest(token, digest_text, error))
        goto out;
    if (!buffer_append_format(&text, "%s\n%s\n%s\n", digest_text, known_text, user_id)) {
        (void)error_no_memory(error);
        goto out;
    }
    done =
        account_files_lock(files, error) && account_files_replace(files, GIVEN_FILE, &text, error);
out:
    buffer_free(&text);
    account_files_close(files);
    return done;
}
