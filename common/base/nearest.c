#include "base/nearest.h"

#include <string.h>

enum { LONGEST = 40 };

static int lesser(int a, int b)
{
    return a < b ? a : b;
}

/* The edits that make one word of the other, neither of which is longer than LONGEST. */
static int edits_between(const char *a, size_t a_length, const char *b, size_t b_length)
{
    int edits[LONGEST + 1][LONGEST + 1];

    for (size_t i = 0; i <= a_length; i++)
        for (size_t j = 0; j <= b_length; j++) {
            if (i == 0 || j == 0) {
                edits[i][j] = (int)(i + j);
                continue;
            }
            edits[i][j] = lesser(lesser(edits[i - 1][j], edits[i][j - 1]) + 1,
                                 edits[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 2] == b[j - 1] && a[i - 1] == b[j - 2])
                edits[i][j] = lesser(edits[i][j], edits[i - 2][j - 2] + 1);
        }
    return edits[a_length][b_length];
}

const char *nearest(const char *word, size_t length, const char *const *names)
{
    const char *found = NULL;
    int least = (int)(length / 3) + 1;

    if (length > LONGEST)
        return NULL;
    for (; *names; names++) {
        size_t name_length = strlen(*names);
        int edits =
            name_length <= LONGEST ? edits_between(word, length, *names, name_length) : least;

        if (edits < least) {
            least = edits;
            found = *names;
        }
    }
    return found;
}
