#ifndef STAND_IN_DICE_H
#define STAND_IN_DICE_H

/* Numbers that look random and are the same in every run with the same seed. */

#include <stdint.h>

/* Mixes 64 bits one-to-one (the finalizer of SplitMix64). */
static inline uint64_t dice_mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

/* The inverse: dice_unmix(dice_mix(x)) == x. */
static inline uint64_t dice_unmix(uint64_t x)
{
    x = (x ^ (x >> 31) ^ (x >> 62)) * UINT64_C(0x319642b2d24d8ec3);
    x = (x ^ (x >> 27) ^ (x >> 54)) * UINT64_C(0x96de1b173f119089);
    return x ^ (x >> 30) ^ (x >> 60);
}

/* A hash of a number for one purpose. */
static inline uint64_t dice_hash(uint64_t seed, uint64_t purpose, uint64_t number)
{
    return dice_mix(dice_mix(seed + purpose * UINT64_C(0x9e3779b97f4a7c15)) + number +
                    UINT64_C(0x2545f4914f6cdd1d));
}

/* The next number of a sequence. */
static inline uint64_t dice_next(uint64_t *state)
{
    *state += UINT64_C(0x9e3779b97f4a7c15);
    return dice_mix(*state);
}

/* The next number below `limit` (at least 1) of a sequence. */
static inline uint64_t dice_below(uint64_t *state, uint64_t limit)
{
    return dice_next(state) % limit;
}

#endif
