#include "base/fold.h"
#include "base/buffer.h"

#include <stdlib.h>
#include <string.h>

struct folder {
    fts5_tokenizer tokenizer;
    Fts5Tokenizer *instance;
};

/* Where tokens go. */
struct folded {
    struct buffer text;
    bool failed;
};

/* Letters that Unicode does not take for accented ones, and what people type instead. */
static const struct {
    char letter[3];
    char typed[3];
} substitutes[] = {{"ß", "ss"}, {"æ", "ae"}, {"œ", "oe"}, {"ø", "o"}, {"ł", "l"}, {"đ", "d"},
                   {"ð", "d"},  {"þ", "th"}, {"ı", "i"},  {"ħ", "h"}, {"ŧ", "t"}, {"ŋ", "ng"}};

static size_t bytes_of_character(unsigned char lead)
{
    return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/* Whether a character of three or more bytes is of a script that puts no spaces between words. */
static bool stands_alone(const unsigned char *character, size_t size)
{
    unsigned code;

    if (size == 4)
        return character[0] == 0xf0 && (character[1] & 0xf0) == 0xa0; /* U+20000 to U+2FFFF */
    if (size != 3)
        return false;
    code = (character[0] & 0x0fU) << 12 | (character[1] & 0x3fU) << 6 | (character[2] & 0x3fU);
    return (code >= 0x2e80 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7a3) ||
           (code >= 0xf900 && code <= 0xfaff);
}

static bool append_folded(struct buffer *text, const char *character, size_t size, bool *alone)
{
    bool is_alone = stands_alone((const unsigned char *)character, size);
    bool separates =
        text->length > 0 && text->bytes[text->length - 1] != ' ' && (is_alone || *alone);

    *alone = is_alone;
    if (separates && !buffer_append(text, " ", 1))
        return false;
    for (size_t i = 0; size == 2 && i < sizeof substitutes / sizeof *substitutes; i++)
        if (memcmp(character, substitutes[i].letter, 2) == 0)
            return buffer_append_string(text, substitutes[i].typed);
    return buffer_append(text, character, size);
}

static int take_token(void *context, int flags, const char *token, int length, int begin, int end)
{
    struct folded *folded = context;
    struct buffer *text = &folded->text;
    bool alone = false;

    (void)flags;
    (void)begin;
    (void)end;
    if (text->length > 0 && !buffer_append(text, " ", 1))
        folded->failed = true;
    for (int i = 0; i < length && !folded->failed;) {
        size_t size = bytes_of_character((unsigned char)token[i]);

        if (size > (size_t)(length - i))
            size = (size_t)(length - i);
        folded->failed = !append_folded(text, token + i, size, &alone);
        i += (int)size;
    }
    return folded->failed ? SQLITE_NOMEM : SQLITE_OK;
}

static bool fold_value(struct folder *folder, sqlite3_value *value, struct folded *folded)
{
    const char *text = (const char *)sqlite3_value_text(value);

    if (!text)
        return sqlite3_value_type(value) == SQLITE_NULL;
    return folder->tokenizer.xTokenize(folder->instance, folded, FTS5_TOKENIZE_AUX, text,
                                       sqlite3_value_bytes(value), take_token) == SQLITE_OK &&
           !folded->failed;
}

static void fold_function(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct folded folded = {0};

    (void)count;
    if (!fold_value(sqlite3_user_data(context), values[0], &folded))
        sqlite3_result_error_nomem(context);
    else
        sqlite3_result_text(context, folded.text.length ? folded.text.bytes : "",
                            (int)folded.text.length, SQLITE_TRANSIENT);
    buffer_free(&folded.text);
}

static void query_function(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct folded folded = {0};
    struct buffer query = {0};
    bool done = fold_value(sqlite3_user_data(context), values[0], &folded);

    (void)count;
    for (size_t i = 0; done && i < folded.text.length; i++) {
        const char *word = folded.text.bytes + i;
        const char *space = memchr(word, ' ', folded.text.length - i);
        size_t length = space ? (size_t)(space - word) : folded.text.length - i;

        done = buffer_append_format(&query, "\"%.*s\"%s", (int)length, word, space ? " " : "*");
        i += length;
    }
    if (!done)
        sqlite3_result_error_nomem(context);
    else if (query.length > 0)
        sqlite3_result_text(context, query.bytes, (int)query.length, SQLITE_TRANSIENT);
    buffer_free(&folded.text);
    buffer_free(&query);
}

static void free_folder(void *context)
{
    struct folder *folder = context;

    if (folder->instance)
        folder->tokenizer.xDelete(folder->instance);
    free(folder);
}

static bool open_tokenizer(sqlite3 *connection, struct folder *folder)
{
    const char *arguments[] = {"remove_diacritics", "2", "categories", "L* N* Co So"};
    sqlite3_stmt *statement = NULL;
    fts5_api *api = NULL;
    void *data = NULL;
    bool found;

    found = sqlite3_prepare_v2(connection, "SELECT fts5(?1)", -1, &statement, NULL) == SQLITE_OK &&
            sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", NULL) == SQLITE_OK &&
            sqlite3_step(statement) == SQLITE_ROW && api &&
            api->xFindTokenizer(api, "unicode61", &data, &folder->tokenizer) == SQLITE_OK &&
            folder->tokenizer.xCreate(data, arguments, 4, &folder->instance) == SQLITE_OK;
    (void)sqlite3_finalize(statement);
    return found;
}

bool fold_register(sqlite3 *connection)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    struct folder *folder = calloc(1, sizeof *folder);

    if (!folder)
        return false;
    if (!open_tokenizer(connection, folder)) {
        free_folder(folder);
        return false;
    }
    /* The connection frees it with `fold`, also if that fails. */
    return sqlite3_create_function_v2(connection, "fold", 1, flags, folder, fold_function, NULL,
                                      NULL, free_folder) == SQLITE_OK &&
           sqlite3_create_function_v2(connection, "query", 1, flags, folder, query_function, NULL,
                                      NULL, NULL) == SQLITE_OK;
}
