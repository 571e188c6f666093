#include "page.h"

static bool append_escaped(struct buffer *page, const char *text)
{
    for (; *text; text++)
        if (!(*text == '<'   ? buffer_append_string(page, "&lt;")
              : *text == '>' ? buffer_append_string(page, "&gt;")
              : *text == '&' ? buffer_append_string(page, "&amp;")
                             : buffer_append(page, text, 1)))
            return false;
    return true;
}

bool page_write(struct buffer *page, const char *title, const char *text)
{
    return buffer_append_format(
               page,
               "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
               "<meta name=\"color-scheme\" content=\"light dark\">\n"
               "<title>%s - spotify-sync</title>\n<style>\n"
               "body { font: 1.1em/1.5 system-ui, sans-serif; max-width: 32em;\n"
               "       margin: 15vh auto 0; padding: 0 1.2em; overflow-wrap: break-word }\n"
               "h1 { font-size: 1.6em; line-height: 1.2 }\n"
               "footer { margin-top: 2em; font-size: 0.85em; opacity: 0.7 }\n"
               "</style>\n</head>\n<body>\n<main>\n<h1>%s</h1>\n<p>",
               title, title) &&
           append_escaped(page, text) &&
           buffer_append_string(page, "</p>\n</main>\n<footer>spotify-sync</footer>\n"
                                      "</body>\n</html>\n");
}
