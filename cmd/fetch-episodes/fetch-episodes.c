#include "list/list_main.h"

extern const char cmd_fetch_episodes_saved_episodes_jq[];

int main(int argc, char **argv)
{
    const struct list episodes = LIST_OF_SOME_COUNTRIES("saved_episodes", "/me/episodes",
                                                        cmd_fetch_episodes_saved_episodes_jq);

    return list_main("fetch-episodes",
                     "Prints the saved episodes of the account, newest first, as Singer messages.",
                     &episodes, argc, argv);
}
