#include "page/long_answer.h"
#include "page/rows.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_SECONDS_TO_READ = 10 };

struct long_answer {
    struct edition *edition; /* held */
    sqlite3_stmt *statement; /* NULL: all rows were made */
    int64_t rows;            /* that may still be made */
    struct buffer made;
    size_t given; /* of what was made */
};

struct long_answer *long_answer_new(struct edition *edition, sqlite3_stmt *statement, int64_t rows,
                                    struct buffer *body, struct error *error)
{
    struct long_answer *answer = calloc(1, sizeof *answer);

    if (!answer)
        (void)error_no_memory(error);
    if (!answer || !edition_hold(edition, error)) {
        (void)sqlite3_finalize(statement);
        free(answer);
        return NULL;
    }
    *answer = (struct long_answer){
        .edition = edition, .statement = statement, .rows = rows, .made = *body};
    *body = (struct buffer){0};
    return answer;
}

/* Only by finalizing the statement is the library no longer read. */
static void end_rows(struct long_answer *answer)
{
    (void)sqlite3_finalize(answer->statement);
    answer->statement = NULL;
}

/* Makes rows until there are `size` bytes, or all. */
static bool make_rows(struct long_answer *answer, size_t size, struct error *error)
{
    struct page_library *library = edition_library(answer->edition);
    int result = SQLITE_DONE;

    answer->made.length = answer->given = 0;
    page_library_allow(library, MOST_SECONDS_TO_READ);
    while (answer->made.length < size) {
        if (answer->rows-- <= 0 || (result = sqlite3_step(answer->statement)) != SQLITE_ROW)
            break;
        if (!rows_csv(&answer->made, answer->statement))
            return error_no_memory(error);
    }
    if (answer->made.length >= size)
        return true;
    if (result != SQLITE_DONE && result != SQLITE_ROW)
        return page_library_failed(library, error);
    end_rows(answer);
    return true;
}

ssize_t long_answer_read(struct long_answer *answer, char *bytes, size_t size, struct error *error)
{
    size_t length;

    if (answer->given == answer->made.length && answer->statement &&
        !make_rows(answer, size, error))
        return -1;
    length = answer->made.length - answer->given;
    if (length > size)
        length = size;
    if (length > 0)
        (void)memcpy(bytes, answer->made.bytes + answer->given, length);
    answer->given += length;
    return (ssize_t)length;
}

void long_answer_close(struct long_answer *answer)
{
    if (!answer)
        return;
    end_rows(answer);
    edition_release(answer->edition);
    buffer_free(&answer->made);
    free(answer);
}
