#include "state/library_error.h"

#include <errno.h>
#include <string.h>

bool library_error(sqlite3 *database, struct error *error)
{
    const char *filename = sqlite3_db_filename(database, NULL);
    const char *reason = sqlite3_errmsg(database);
    const char *no_space = "no space is left on the disk";
    int system_errno = sqlite3_system_errno(database);
    int status = EX_IOERR;

    switch (sqlite3_errcode(database) & 0xff) {
    case SQLITE_NOMEM:
        return error_no_memory(error);
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
    case SQLITE_ERROR:
        return error_set(error, EX_DATAERR, "%s", reason);
    case SQLITE_FULL:
        reason = no_space;
        break;
    case SQLITE_BUSY:
        reason = "another program has held its lock for a minute";
        break;
    case SQLITE_IOERR:
        if (system_errno)
            reason = system_errno == ENOSPC ? no_space : strerror(system_errno);
        break;
    default:
        break;
    }
    return error_set(error, status, "cannot write to %.200s: %s",
                     filename && *filename ? filename : "a temporary file", reason);
}
