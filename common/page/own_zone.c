#include "page/own_zone.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The clock of most systems is a link to a file of /usr/share/zoneinfo/. */
const char *own_zone(char name[static OWN_ZONE])
{
    static const char folder[] = "/zoneinfo/";
    const char *zone = getenv("TZ");
    char target[PATH_MAX];
    const char *at;
    ssize_t length;

    if (zone && *zone)
        return *zone == ':' ? zone + 1 : zone;
    length = readlink("/etc/localtime", target, sizeof target - 1);
    if (length < 0)
        return "UTC";
    target[length] = '\0';
    at = strstr(target, folder);
    if (!at || strlen(at) - (sizeof folder - 1) >= OWN_ZONE)
        return "UTC";
    (void)snprintf(name, OWN_ZONE, "%s", at + sizeof folder - 1);
    return name;
}
