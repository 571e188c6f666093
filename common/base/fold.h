#ifndef SPOTIFY_SYNC_FOLD_H
#define SPOTIFY_SYNC_FOLD_H

#include <sqlite3.h>
#include <stdbool.h>

/* How the full-text tables cut a folded text into words. */
#define FOLD_TOKENIZER "unicode61 remove_diacritics 0 categories 'L* N* Co So'"

/*
 * Gives a connection two functions of a text, which see words as SQLite's FTS5 does:
 *
 * fold(text)    its words in lower case without accents, with one space between them; each
 *               character of Chinese, Japanese and Korean is a word
 * query(text)   the expression that matches those rows of a full-text table of folded texts that
 *               have all words, of the last one perhaps only the beginning; NULL without words
 *
 * False if SQLite lacks FTS5 or memory runs out.
 */
bool fold_register(sqlite3 *connection);

#endif
