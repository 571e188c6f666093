#include "list/list_main.h"

extern const char cmd_fetch_albums_saved_albums_jq[];

int main(int argc, char **argv)
{
    const struct list albums =
        LIST_OF_OWN("saved_albums", "albums", "/me/albums", cmd_fetch_albums_saved_albums_jq);

    return list_main("fetch-albums",
                     "Prints the saved albums of the account, newest first, as Singer messages.",
                     &albums, argc, argv);
}
