#include "base/finish.h"
#include "base/log.h"
#include "base/output.h"

#include <signal.h>

int finish(bool done, struct error *error)
{
    if (done && output_close(error))
        return EX_OK;
    if (error->status == EXIT_NO_READER)
        (void)raise(SIGPIPE);
    log_error("%s", error->text);
    return error->status;
}
