#include "page_text.h"
#include "base/buffer.h"
#include "base/output.h"
#include "page/resources.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

/* Those of cmd/report/page/. */
extern const struct resource report_files[];

enum { NONCE_BYTES = 16 };

/* The module that starts the page. */
static const char starter[] = "app.js";
static const char style_link[] = "<link rel=\"stylesheet\" href=\"/app.css\">";
static const char body_end[] = "</body>";
static const char script_link[] = "<script type=\"module\" src=\"/app.js\"></script>";
static const char import_from[] = " from \"./";

/* Only the style and the scripts of this file may do anything, and nothing is loaded. The nonce is
 * one that a name in the library cannot foresee. */
static bool append_policy(struct buffer *text, const char *nonce)
{
    return buffer_append_format(
        text,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src "
        "'nonce-%s'; style-src 'nonce-%s'; img-src data:; base-uri 'none'; form-action 'none'\">\n",
        nonce, nonce);
}

static bool append_style(struct buffer *text, const char *nonce)
{
    return buffer_append_format(text, "<style nonce=\"%s\">\n", nonce) &&
           buffer_append_string(text, resource_text(page_files, "app.css")) &&
           buffer_append_string(text, resource_text(report_files, "report.css")) &&
           buffer_append_string(text, "</style>");
}

static void make_nonce(char nonce[static 2 * NONCE_BYTES + 1])
{
    unsigned char bytes[NONCE_BYTES];

    sqlite3_randomness(NONCE_BYTES, bytes);
    for (size_t i = 0; i < NONCE_BYTES; i++)
        (void)snprintf(nonce + 2 * i, 3, "%02x", bytes[i]);
}

/* Appends a module without what only the loader of modules reads. */
static bool append_body(struct buffer *script, const char *text)
{
    for (size_t length; *text; text += length) {
        length = strcspn(text, "\n");
        length += text[length] == '\n';
        if (strncmp(text, "import ", 7) == 0)
            continue;
        if (strncmp(text, "export ", 7) == 0) {
            text += 7;
            length -= 7;
        }
        if (!buffer_append(script, text, length))
            return false;
    }
    return true;
}

/* Whether the script has a module already: it then has the line that names it. */
static bool has_module(struct buffer *script, const char *name, size_t length)
{
    char line[64];
    const char *text = buffer_string(script);

    (void)snprintf(line, sizeof line, "// %.*s\n", (int)length, name);
    return text && strstr(text, line);
}

static bool has_imports_of(struct buffer *script, const char *text)
{
    for (const char *from = text; (from = strstr(from, import_from));) {
        from += sizeof import_from - 1;
        if (!has_module(script, from, strcspn(from, "\"")))
            return false;
    }
    return true;
}

static bool append_module(struct buffer *script, const struct resource *module)
{
    return buffer_append_format(script, "\n// %s\n", module->name) &&
           append_body(script, module->text);
}

static bool is_module(const char *name)
{
    size_t length = strlen(name);

    return length > 3 && strcmp(name + length - 3, ".js") == 0 && strcmp(name, starter) != 0;
}

/* Appends those modules of a table whose imports are there. *count is how many. */
static bool append_ready(struct buffer *script, const struct resource *table, size_t *count)
{
    for (; table->name; table++)
        if (is_module(table->name) && !has_module(script, table->name, strlen(table->name)) &&
            has_imports_of(script, table->text)) {
            if (!append_module(script, table))
                return false;
            ++*count;
        }
    return true;
}

/* Appends all modules, each after those that it imports, and the starter last. */
static bool append_modules(struct buffer *script)
{
    const struct resource start = {starter, resource_text(page_files, starter)};
    size_t count;

    do {
        count = 0;
        if (!append_ready(script, report_files, &count) ||
            !append_ready(script, page_files, &count))
            return false;
    } while (count > 0);
    return append_module(script, &start);
}

/* Appends the part of the page's HTML from `from` to before `to`; NULL: to its end. Moves *from
 * behind `to`. */
static bool append_html(struct buffer *text, const char **from, const char *to)
{
    const char *end = to ? strstr(*from, to) : *from + strlen(*from);
    bool done = end && buffer_append(text, *from, (size_t)(end - *from));

    if (done)
        *from = end + (to ? strlen(to) : 0);
    return done;
}

/* What stands before the data. */
static bool append_head(struct buffer *text, const char **html, const char *nonce)
{
    return append_html(text, html, style_link) && append_policy(text, nonce) &&
           append_style(text, nonce) && append_html(text, html, script_link) &&
           append_html(text, html, body_end) &&
           buffer_append_format(text, "<script nonce=\"%s\" type=\"application/json\" id=\"data\">",
                                nonce);
}

/* What follows it. */
static bool append_rest(struct buffer *text, const char *html, const char *nonce)
{
    return buffer_append_format(text, "</script>\n<script nonce=\"%s\" type=\"module\">", nonce) &&
           append_modules(text) && buffer_append_string(text, "</script>\n") &&
           buffer_append_string(text, body_end) && buffer_append_string(text, html);
}

bool page_text_print(page_text_data *data, void *context, struct error *error)
{
    const char *html = resource_text(page_files, "index.html");
    char nonce[2 * NONCE_BYTES + 1];
    struct buffer head = {0}, rest = {0};
    bool done;

    make_nonce(nonce);
    done = (append_head(&head, &html, nonce) && append_rest(&rest, html, nonce)) ||
           error_set(error, EX_SOFTWARE, "the page lacks a part that a report needs");
    done = done && output_line(head.bytes, head.length, error) && data(context, error) &&
           output_line(rest.bytes, rest.length, error);
    buffer_free(&head);
    buffer_free(&rest);
    return done;
}
