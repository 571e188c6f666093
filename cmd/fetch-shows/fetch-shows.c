#include "list/list_main.h"

extern const char cmd_fetch_shows_saved_shows_jq[];

int main(int argc, char **argv)
{
    const struct list shows =
        LIST_OF_SOME_COUNTRIES("saved_shows", "/me/shows", cmd_fetch_shows_saved_shows_jq);

    return list_main("fetch-shows",
                     "Prints the saved shows of the account, newest first, as Singer messages.",
                     &shows, argc, argv);
}
