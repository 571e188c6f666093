#include "auth/token_owner.h"
#include "base/timestamp.h"
#include "state/account_files.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

/* Lines: the digest of the token, when its user became known, the user's id and, if they are known,
 * the account id and the profile, which begins with a brace. */
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

static bool copy_line(const char **rest, const char *end, char **copy)
{
    size_t length;
    const char *line = next_line(rest, end, &length);

    *copy = line && length > 0 && !memchr(line, '\0', length) ? strndup(line, length) : NULL;
    return *copy != NULL;
}

/* Copies the lines that may be missing. */
static bool copy_rest(const char *rest, const char *end, struct token_owner *owner)
{
    if (rest < end && *rest != '{' && !copy_line(&rest, end, &owner->account_id))
        return false;
    if (rest < end && *rest == '{' && !copy_line(&rest, end, &owner->profile))
        return false;
    return rest == end;
}

/* Reads the owner from a file about this token. False if it is about another, or damaged. */
static bool read_owner(const struct buffer *text, const char *wanted, struct token_owner *owner)
{
    const char *rest = text->bytes, *end = text->bytes + text->length;
    size_t length;
    const char *line = next_line(&rest, end, &length);

    if (!line || length != DIGEST_TEXT - 1 || memcmp(line, wanted, length) != 0)
        return false;
    line = next_line(&rest, end, &length);
    return line && timestamp_parse(line, length, &owner->known_at) &&
           copy_line(&rest, end, &owner->user_id) && copy_rest(rest, end, owner);
}

bool token_owner_recall(const char *account, const char *token, struct token_owner *owner,
                        struct error *error)
{
    struct account_files *files = account_files_open(account, false, error);
    struct buffer text = {0};
    char wanted[DIGEST_TEXT];
    bool found, done = false;

    *owner = (struct token_owner){0};
    if (!files || !digest(token, wanted, error) ||
        !account_files_read(files, GIVEN_FILE, &text, &found, error))
        goto out;
    if (found && !read_owner(&text, wanted, owner))
        token_owner_clear(owner);
    done = true;
out:
    buffer_free(&text);
    account_files_close(files);
    return done;
}

bool token_owner_remember(const char *account, const char *token, const struct token_owner *owner,
                          struct error *error)
{
    struct account_files *files = account_files_open(account, true, error);
    struct buffer text = {0};
    char digest_text[DIGEST_TEXT], known_text[TIMESTAMP_TEXT];
    bool done = false;

    timestamp_format(owner->known_at, known_text);
    if (!files || !digest(token, digest_text, error))
        goto out;
    if (!buffer_append_format(&text, "%s\n%s\n%s\n", digest_text, known_text, owner->user_id) ||
        (owner->account_id && !buffer_append_format(&text, "%s\n", owner->account_id)) ||
        (owner->profile && !buffer_append_format(&text, "%s\n", owner->profile))) {
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

void token_owner_clear(struct token_owner *owner)
{
    free(owner->user_id);
    free(owner->account_id);
    free(owner->profile);
    *owner = (struct token_owner){0};
}
