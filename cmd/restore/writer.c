#include "writer.h"
#include "base/log.h"
#include "base/timestamp.h"
#include "state/account.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* The intervals double; together they are the whole span. */
enum { LOOKS = 6, INTERVALS = (1 << LOOKS) - 1 };

void writer_pause(int64_t span)
{
    struct timespec left = {.tv_sec = span / TIMESTAMP_SECOND,
                            .tv_nsec = span % TIMESTAMP_SECOND * 1000};

    if (span > 0)
        while (nanosleep(&left, &left) != 0 && errno == EINTR)
            continue;
}

static bool note_write(struct writer *writer, struct error *error)
{
    const struct ledger_value *values = LEDGER_VALUES(LEDGER_NUMBER(timestamp_now()));

    return ledger_begin(writer->ledger, error) &&
           ledger_run(writer->ledger, "DELETE FROM last_write", NULL, error) &&
           ledger_run(writer->ledger, "INSERT INTO last_write VALUES (?1)", values, error) &&
           ledger_commit(writer->ledger, error);
}

bool writer_is_about_contents(long status)
{
    return status == 400 || status == 404 || status == 413 || status == 414 || status == 422;
}

static void describe_prohibition(const struct api_answer *answer, struct error *error)
{
    struct error unnamed;
    const char *account = account_name(NULL, &unnamed);

    (void)error_set(error, EX_NOPERM,
                    "Spotify does not let this sign-in write (%.160s): run '%s --write'",
                    answer->words, account_login_command(account ? account : ACCOUNT_DEFAULT));
}

/* Sends a write once, and waits for its answer, whatever that is. */
static struct api_answer *write_and_wait(struct api *api, const struct api_write *write,
                                         struct error *error)
{
    struct api_queue *queue = api_queue_open(api, error);
    struct api_answer *answer = NULL;

    if (queue && api_write(queue, write, NULL, error))
        answer = api_await(queue, error);
    api_queue_close(queue);
    return answer;
}

enum write_end writer_send(struct writer *writer, const struct api_write *write,
                           struct api_answer **answer, struct error *error)
{
    enum write_end end = WRITE_FAILED;

    *answer = NULL;
    if (!note_write(writer, error))
        return WRITE_FAILED;
    writer->writes++;
    *answer = write_and_wait(writer->api, write, error);
    if (!*answer)
        return WRITE_FAILED;
    *error = (*answer)->error;
    switch ((*answer)->outcome) {
    case API_ANSWERED:
        end = WRITE_DONE;
        writer->successes++;
        break;
    case API_UNKNOWN:
        log_info("%s", error->text);
        end = WRITE_UNKNOWN;
        break;
    case API_REFUSED:
        if (writer_is_about_contents((*answer)->status))
            end = WRITE_REFUSED;
        else if ((*answer)->status == 403)
            describe_prohibition(*answer, error);
        else
            error->status = EX_UNAVAILABLE; /* as a conflict, or a lock: no sign-in helps */
        break;
    case API_LIMITED:
    case API_FAILED:
        break;
    }
    if ((end == WRITE_DONE || end == WRITE_UNKNOWN) && !note_write(writer, error))
        end = WRITE_FAILED;
    if (end == WRITE_FAILED) {
        api_answer_free(*answer);
        *answer = NULL;
    }
    return end;
}

bool writer_settle(const struct writer *writer, writer_look *look, void *context,
                   struct error *error)
{
    bool is_there = false;

    for (int i = 0; i < LOOKS && !is_there; i++) {
        writer_pause(writer->settle / INTERVALS * (1 << i));
        if (!look(context, i == LOOKS - 1, &is_there, error))
            return false;
    }
    return true;
}

bool writer_wait_for_earlier(struct writer *writer, struct error *error)
{
    int64_t at, left;

    if (!ledger_number(writer->ledger, "SELECT at FROM last_write", NULL, &at, error))
        return false;
    left = at + writer->settle - timestamp_now();
    if (at == 0 || left <= 0 || left > writer->settle)
        return true;
    if (left >= 2 * TIMESTAMP_SECOND)
        log_notice("waiting %lld s until Spotify shows what the last run wrote",
                   (long long)(left / TIMESTAMP_SECOND));
    writer_pause(left);
    return true;
}
