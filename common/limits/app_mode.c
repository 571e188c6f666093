#include "limits/app_mode.h"

#include <stddef.h>

bool app_mode_load(struct limits_database *database, enum app_mode *mode, struct error *error)
{
    int64_t number = APP_MODE_UNKNOWN;

    if (!limits_database_run(database, LIMITS_LOAD_MODE, NULL, NULL, 0, &number, 1, error))
        return false;
    *mode = number == APP_MODE_EXTENDED || number == APP_MODE_DEVELOPMENT ? (enum app_mode)number
                                                                          : APP_MODE_UNKNOWN;
    return true;
}

bool app_mode_save(struct limits_database *database, enum app_mode mode, struct error *error)
{
    return limits_database_run(database, LIMITS_SAVE_MODE, NULL, LIMITS_NUMBERS(mode), NULL, 0,
                               error);
}
