/* Prints the words of a refusal with status 403 whose body stands on standard input
 * (api/refusal.h), and the advice about them. */

#include "api/refusal.h"

#include <stdio.h>

int main(void)
{
    static char body[100000];
    size_t length = fread(body, 1, sizeof body - 1, stdin);
    char words[REFUSAL_LONGEST_WORDS];
    const char *advice;

    refusal_read(403, body, length, words);
    advice = refusal_advice(words);
    printf("%s\n%s\n", words, advice ? advice : "-");
    return 0;
}
