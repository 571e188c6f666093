#include "list/list_main.h"

extern const char cmd_fetch_audiobooks_saved_audiobooks_jq[];

int main(int argc, char **argv)
{
    const struct list audiobooks = LIST_OF_SOME_COUNTRIES("saved_audiobooks", "/me/audiobooks",
                                                          cmd_fetch_audiobooks_saved_audiobooks_jq);

    return list_main("fetch-audiobooks",
                     "Prints the saved audiobooks of the account as Singer messages.", &audiobooks,
                     argc, argv);
}
