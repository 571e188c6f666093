#include "spotify_id.h"

#include "dice.h"

#define HALF 11

static const char alphabet[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

static uint64_t key_of(uint64_t seed)
{
    return dice_mix(seed + UINT64_C(0x5b0f1e));
}

/* The second half follows from the first one: it tells our ids from invented ones. */
static uint64_t second_half(uint64_t key, uint64_t first)
{
    return dice_mix(first + (key | 1) * UINT64_C(0x9e3779b97f4a7c15));
}

static void put_half(char *to, uint64_t value)
{
    for (int i = HALF - 1; i >= 0; i--) {
        to[i] = alphabet[value % 62];
        value /= 62;
    }
}

static int digit_of(char character)
{
    if (character >= '0' && character <= '9')
        return character - '0';
    if (character >= 'a' && character <= 'z')
        return character - 'a' + 10;
    if (character >= 'A' && character <= 'Z')
        return character - 'A' + 36;
    return -1;
}

/* False when the digits are worth more than 64 bits. */
static bool take_half(const char *from, uint64_t *value)
{
    *value = 0;
    for (int i = 0; i < HALF; i++) {
        if (__builtin_mul_overflow(*value, UINT64_C(62), value) ||
            __builtin_add_overflow(*value, (uint64_t)digit_of(from[i]), value))
            return false;
    }
    return true;
}

struct spotify_id spotify_id_make(uint64_t seed, enum id_kind kind, uint64_t number)
{
    struct spotify_id id;
    uint64_t key = key_of(seed);
    uint64_t first = dice_mix((((uint64_t)kind << 56) | number) ^ key);

    put_half(id.text, first);
    put_half(id.text + HALF, second_half(key, first));
    id.text[SPOTIFY_ID_LENGTH] = '\0';
    return id;
}

bool spotify_id_well_formed(const char *text, size_t length)
{
    if (length != SPOTIFY_ID_LENGTH)
        return false;
    for (size_t i = 0; i < length; i++) {
        if (digit_of(text[i]) < 0)
            return false;
    }
    return true;
}

bool spotify_id_read(uint64_t seed, enum id_kind kind, const char *text, size_t length,
                     uint64_t *number)
{
    uint64_t key = key_of(seed);
    uint64_t first;
    uint64_t second;

    if (!spotify_id_well_formed(text, length) || !take_half(text, &first) ||
        !take_half(text + HALF, &second) || second != second_half(key, first))
        return false;
    uint64_t tagged = dice_unmix(first) ^ key;
    *number = tagged & ((UINT64_C(1) << 56) - 1);
    return tagged >> 56 == (uint64_t)kind;
}
