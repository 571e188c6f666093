#include "page/own_zone.h"
#include "page/zone.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Takes the zone of a name such as Europe/Berlin, or of the file of a zone. */
static bool take_zone(const char *text, char name[static OWN_ZONE])
{
    static const char folder[] = "/zoneinfo/";
    const char *in_folder = strstr(text, folder);
    int length = snprintf(name, OWN_ZONE, "%s", in_folder ? in_folder + sizeof folder - 1 : text);

    return length > 0 && length < OWN_ZONE && zone_is_known(name);
}

/* The clock of most systems is a link to a file of /usr/share/zoneinfo/. */
static bool take_system_zone(char name[static OWN_ZONE])
{
    char target[PATH_MAX];
    ssize_t length = readlink("/etc/localtime", target, sizeof target - 1);

    if (length < 0)
        return false;
    target[length] = '\0';
    return take_zone(target, name);
}

const char *own_zone(char name[static OWN_ZONE])
{
    const char *zone = getenv("TZ");

    if ((zone && *zone && take_zone(zone + (*zone == ':'), name)) || take_system_zone(name))
        return name;
    return "UTC";
}
