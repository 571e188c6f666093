#include "report.h"
#include "base/log.h"
#include "base/output.h"
#include "base/printable.h"
#include "estimate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const char schema_restore_report_sql[];
extern const char schema_restore_report_json_sql[];

static bool report_line(void *context, sqlite3_stmt *row, struct error *error)
{
    const char *line = (const char *)sqlite3_column_text(row, 0);
    char *local;

    (void)context;
    if (strncmp(line, "spotify:local:", 14) != 0) {
        log_notice("%s", line);
        return true;
    }
    /* as it can be pasted */
    if (!(local = strdup(line)))
        return error_no_memory(error);
    printable(local, strlen(local));
    (void)fprintf(stderr, "%s\n", local);
    free(local);
    return true;
}

static bool print_json(void *context, sqlite3_stmt *row, struct error *error)
{
    (void)context;
    return output_line((const char *)sqlite3_column_text(row, 0),
                       (size_t)sqlite3_column_bytes(row, 0), error);
}

bool report_say(const struct restoring *restoring, const struct error *reason, struct error *error)
{
    const struct restore_options *options = &restoring->options;
    const struct ledger_value *values = LEDGER_VALUES(
        LEDGER_TEXT(restoring->user_id), LEDGER_TEXT(restoring->owner ? restoring->owner : ""),
        LEDGER_NUMBER(restoring->writer.writes), LEDGER_NUMBER(api_requests(restoring->api)),
        LEDGER_TEXT(reason ? reason->text : ""),
        LEDGER_NUMBER(estimate_writes(&restoring->estimate)),
        LEDGER_NUMBER(restoring->estimate.checks), LEDGER_NUMBER(restoring->estimate.days));

    if (options->json)
        return ledger_each(restoring->ledger, schema_restore_report_json_sql, values, print_json,
                           NULL, error);
    return ledger_each(restoring->ledger, schema_restore_report_sql,
                       LEDGER_VALUES(LEDGER_NUMBER(options->verify || options->dry_run)),
                       report_line, NULL, error);
}

bool report_is_complete(const struct restoring *restoring, bool *is_complete, struct error *error)
{
    int64_t lacking;

    if (!ledger_number(restoring->ledger,
                       "SELECT (SELECT count(*) FROM things WHERE state IN (0, 5))"
                       " + (SELECT count(*) FROM lists WHERE state IN (0, 5))",
                       NULL, &lacking, error))
        return false;
    *is_complete = lacking == 0;
    return true;
}
