#include "pkce.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <string.h>

enum { BYTES = 32 };

/* RFC 4648, section 5, without padding. */
static void base64url(const unsigned char bytes[static BYTES], char text[static PKCE_TEXT])
{
    unsigned char padded[PKCE_TEXT + 1]; /* 44 characters and a NUL */

    (void)EVP_EncodeBlock(padded, bytes, BYTES);
    memcpy(text, padded, PKCE_TEXT);
    text[PKCE_TEXT - 1] = '\0';
    for (char *c = text; *c; c++)
        *c = *c == '+' ? '-' : *c == '/' ? '_' : *c;
    OPENSSL_cleanse(padded, sizeof padded);
}

bool pkce_make(struct pkce *pkce, struct error *error)
{
    unsigned char random[2][BYTES], digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;

    if (RAND_bytes(random[0], sizeof random[0]) != 1 ||
        RAND_bytes(random[1], sizeof random[1]) != 1)
        return error_set(error, EX_OSERR, "no random bytes are available");
    base64url(random[0], pkce->verifier);
    base64url(random[1], pkce->state);
    OPENSSL_cleanse(random, sizeof random);
    if (EVP_Digest(pkce->verifier, strlen(pkce->verifier), digest, &length, EVP_sha256(), NULL) !=
            1 ||
        length != BYTES)
        return error_set(error, EX_OSERR, "SHA-256 is not available");
    base64url(digest, pkce->challenge);
    return true;
}
