#include "auth/bearer_token.h"

#include <string.h>

bool bearer_token_is_valid(const char *text)
{
    size_t length =
        strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    return length > 0 && !text[length];
}
