#include "parameter_path.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

bool parameter_path_read(struct parameter_path *parameter, const char *text)
{
    static const char *const beginnings[] = {
        [USE_RECORD] = "$record(", [USE_NEEDED] = "$needed(", [USE_LIST] = "$list(",
        [USE_ID] = "$id(",         [USE_KEY] = "$key(",       [USE_ROW] = "$row("};
    const char *path, *last;
    size_t use = 0;
    int length;

    while (use < sizeof beginnings / sizeof *beginnings &&
           strncmp(text, beginnings[use], strlen(beginnings[use])) != 0)
        use++;
    if (use == sizeof beginnings / sizeof *beginnings)
        return false;
    parameter->use = (enum parameter_use)use;
    path = text + strlen(beginnings[use]);
    length = (int)strcspn(path, ")");
    (void)snprintf(parameter->path, sizeof parameter->path, "%.*s", length, path);
    last = strrchr(parameter->path, '.');
    length = last ? (int)(last - parameter->path) : 0;
    (void)snprintf(parameter->object, sizeof parameter->object, "%.*s", length, path);
    return true;
}

const char *parameter_path_next(struct parameter_path *parameter, const char *sql)
{
    while (*(sql += strcspn(sql, "$'-"))) {
        if (parameter_path_read(parameter, sql))
            return strchr(sql, ')');
        if (*sql == '\'')
            sql += 1 + strcspn(sql + 1, "'");
        else if (strncmp(sql, "--", 2) == 0)
            sql += strcspn(sql, "\n");
        sql += *sql != '\0';
    }
    return NULL;
}
