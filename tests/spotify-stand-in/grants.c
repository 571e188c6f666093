#include "grants.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdlib.h>

static void copy_base64url(char *to, const unsigned char *bytes, size_t length, size_t size)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    unsigned bits = 0;
    unsigned held = 0;
    size_t put = 0;

    for (size_t i = 0; i < length && put + 1 < size; i++) {
        bits = bits << 8 | bytes[i];
        for (held += 8; held >= 6 && put + 1 < size; held -= 6)
            to[put++] = alphabet[bits >> (held - 6) & 63];
    }
    if (held > 0 && put + 1 < size)
        to[put++] = alphabet[bits << (6 - held) & 63];
    to[put] = '\0';
}

struct grant *grant_add(struct accounts *accounts, enum grant_kind kind, const char *prefix,
                        const char *scope)
{
    unsigned char noise[66];
    struct grant grant = {.kind = kind};

    if (RAND_bytes(noise, sizeof noise) != 1)
        abort();
    size_t length = strlen(prefix);
    memcpy(grant.secret, prefix, length);
    copy_base64url(grant.secret + length, noise, sizeof noise, sizeof grant.secret - length);
    grant.scope = must_copy(scope, strlen(scope));
    accounts->grants = must_resize(accounts->grants, accounts->count + 1, sizeof *accounts->grants);
    accounts->grants[accounts->count] = grant;
    return &accounts->grants[accounts->count++];
}

struct grant *grant_find(const struct accounts *accounts, enum grant_kind kind, const char *secret)
{
    for (size_t i = 0; i < accounts->count; i++) {
        struct grant *grant = &accounts->grants[i];
        if (grant->kind == kind && strcmp(grant->secret, secret) == 0)
            return grant;
    }
    return NULL;
}

bool is_base64url(const char *string, const char *more)
{
    for (; *string != '\0'; string++) {
        bool letter = (*string >= 'A' && *string <= 'Z') || (*string >= 'a' && *string <= 'z') ||
                      (*string >= '0' && *string <= '9');
        if (!letter && strchr(more, *string) == NULL)
            return false;
    }
    return true;
}

bool grant_verifier_fits(const char *verifier, const char *challenge)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    char encoded[CHALLENGE_SIZE + 1];
    size_t size = strlen(verifier);

    if (size < 43 || size > 128 || !is_base64url(verifier, "-._~") ||
        EVP_Digest(verifier, size, digest, &length, EVP_sha256(), NULL) != 1)
        return false;
    copy_base64url(encoded, digest, length, sizeof encoded);
    return strcmp(encoded, challenge) == 0;
}

void accounts_expire(struct accounts *accounts)
{
    for (size_t i = 0; i < accounts->count; i++) {
        if (accounts->grants[i].kind == GRANT_ACCESS)
            accounts->grants[i].ends_us = 0;
    }
}

static void write_secret(struct text *text, const char *kind, const char *secret)
{
    text_add(text, "{\"kind\":");
    text_json(text, kind);
    text_add(text, ",\"secret\":");
    text_json(text, secret);
    text_add(text, "}\n");
}

void accounts_secrets(const struct accounts *accounts, struct text *text)
{
    static const char *const kinds[] = {
        [GRANT_CODE] = "code", [GRANT_ACCESS] = "access_token", [GRANT_REFRESH] = "refresh_token"};

    for (size_t i = 0; i < accounts->count; i++) {
        const struct grant *grant = &accounts->grants[i];
        write_secret(text, kinds[grant->kind], grant->secret);
        if (grant->verifier != NULL)
            write_secret(text, "code_verifier", grant->verifier);
    }
}

void accounts_free(struct accounts *accounts)
{
    for (size_t i = 0; i < accounts->count; i++) {
        free(accounts->grants[i].scope);
        free(accounts->grants[i].redirect_uri);
        free(accounts->grants[i].verifier);
    }
    free(accounts->grants);
    free(accounts->client_id);
    free(accounts->token);
    free(accounts->refresh_token);
    free(accounts->refresh_error);
    free(accounts->token_answer);
    *accounts = (struct accounts){0};
}
