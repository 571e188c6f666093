#include "format/format.h"

#include "base/buffer.h"
#include "format/formats.h"
#include "format/row.h"
#include "json/jq_program.h"
#include "json/member.h"

#include <stdlib.h>
#include <string.h>

extern const char common_format_entries_jq[];
extern const char common_format_parts_jq[];

struct format {
    const char *name;
    struct jq_program *program;
    struct format_about about;
    char *texts[5]; /* of `about` */
    struct buffer row;
    struct music *music; /* NULL: none is used */
};

static const struct format_program *find_program(const char *name, struct error *error)
{
    struct buffer names = {0};
    bool made = true;

    for (const struct format_program *one = format_programs; one->name; one++)
        if (strcmp(one->name, name) == 0)
            return one;
    for (const struct format_program *one = format_programs; made && one->name; one++)
        made = buffer_append_format(&names, "%s%s", names.length ? ", " : "", one->name);
    if (made)
        (void)error_set(error, EX_USAGE, "there is no format '%.60s': choose one of %s", name,
                        names.bytes);
    else
        (void)error_no_memory(error);
    buffer_free(&names);
    return NULL;
}

struct format *format_open(const char *name, struct error *error)
{
    const struct format_program *found = find_program(name, error);
    struct format *format;

    if (!found)
        return NULL;
    format = calloc(1, sizeof *format);
    if (!format) {
        (void)error_no_memory(error);
        return NULL;
    }
    format->name = found->name;
    format->program =
        jq_program_open((const char *const[]){common_format_entries_jq, found->program,
                                              common_format_parts_jq, NULL},
                        COMPILE_AHEAD, error);
    if (format->program)
        return format;
    format_close(format);
    return NULL;
}

static bool fail_for_format(const struct format *format, jv failure, struct error *error)
{
    jv message = jv_invalid_get_msg(failure);

    if (jv_get_kind(message) != JV_KIND_STRING)
        message = jv_dump_string(message, 0);
    (void)error_set(error, EX_DATAERR, "cannot write an entry as %s: %.199s", format->name,
                    jv_string_value(message));
    jv_free(message);
    return false;
}

static bool give_line(jv line, const struct format_sink *sink, struct error *error)
{
    return sink->take(sink->context, jv_string_value(line),
                      (size_t)jv_string_length_bytes(jv_copy(line)), error);
}

/* Gives the line "found" and the place of the file that is "wanted", or else the line "lost". */
static bool give_file(const struct format *format, jv output, const struct format_sink *sink,
                      struct error *error)
{
    jv wanted = member_get(output, "wanted"), place = jv_null(), line = jv_invalid();
    bool given = music_find(format->music, wanted, &place, error), found;

    found = jv_get_kind(place) == JV_KIND_STRING;
    if (given) {
        line = member_get(output, found ? "found" : "lost");
        given = jv_get_kind(line) == JV_KIND_STRING
                    ? give_line(line, sink, error)
                    : error_set(error, EX_SOFTWARE, "the format %s makes no text", format->name);
    }
    given = given && (!found || give_line(place, sink, error));
    jv_free(line);
    jv_free(wanted);
    jv_free(place);
    return given;
}

/* Gives a line, a row or a file, which stays the caller's, to the sink. */
static bool give_output(struct format *format, jv output, const struct format_sink *sink,
                        struct error *error)
{
    if (jv_get_kind(output) == JV_KIND_STRING)
        return give_line(output, sink, error);
    if (format->music && jv_get_kind(output) == JV_KIND_OBJECT)
        return give_file(format, output, sink, error);
    if (jv_get_kind(output) != JV_KIND_ARRAY)
        return error_set(error, EX_SOFTWARE, "the format %s makes no text", format->name);
    format->row.length = 0;
    if (!row_append(output, format->about.separator, &format->row))
        return error_no_memory(error);
    return sink->take(sink->context, format->row.bytes, format->row.length, error);
}

/* Gives what the program makes of its input, which is used up, to the sink. */
static bool run_format(struct format *format, jv input, const struct format_sink *sink,
                       struct error *error)
{
    jq_state *jq = jq_program_compiled(format->program, error);
    jv output;
    bool taken = true;

    if (!jq) {
        jv_free(input);
        return false;
    }
    jq_start(jq, input, 0);
    while (taken && jv_is_valid(output = jq_next(jq))) {
        taken = give_output(format, output, sink, error);
        jv_free(output);
    }
    if (!taken)
        return false;
    if (jv_invalid_has_msg(jv_copy(output)))
        return fail_for_format(format, output, error);
    jv_free(output);
    return true;
}

static bool read_about(struct format *format, jv about)
{
    jv kinds = member_get(about, "kinds"), many = member_get(about, "many");
    jv music = member_get(about, "music");
    jv separator = member_get(about, "separator");
    bool is_array = jv_get_kind(kinds) == JV_KIND_ARRAY;
    int count = is_array ? jv_array_length(jv_copy(kinds)) : 0;
    bool done = count > 0 && count < 4;

    for (int i = 0; done && i < count; i++) {
        jv kind = jv_array_get(jv_copy(kinds), i);
        done = jv_get_kind(kind) == JV_KIND_STRING &&
               (format->texts[i] = strdup(jv_string_value(kind))) != NULL;
        format->about.kinds[i] = format->texts[i];
        jv_free(kind);
    }
    format->about.takes_many = jv_get_kind(many) == JV_KIND_TRUE;
    format->about.takes_music = jv_get_kind(music) == JV_KIND_TRUE;
    format->about.extension = format->texts[4] = member_text(about, "extension");
    format->about.separator =
        jv_get_kind(separator) == JV_KIND_STRING ? *jv_string_value(separator) : ',';
    jv_free(separator);
    jv_free(kinds);
    jv_free(many);
    jv_free(music);
    return done && format->about.extension;
}

const struct format_about *format_about(struct format *format, struct error *error)
{
    jq_state *jq;
    jv about;
    bool read;

    if (format->about.extension)
        return &format->about;
    jq = jq_program_compiled(format->program, error);
    if (!jq)
        return NULL;
    jq_start(jq, JV_OBJECT(jv_string("part"), jv_string("about")), 0);
    about = jq_next(jq);
    read = jv_is_valid(about) && read_about(format, about);
    jv_free(about);
    if (read)
        return &format->about;
    (void)error_set(error, EX_SOFTWARE, "the format %s does not say what it is", format->name);
    return NULL;
}

bool format_takes(const struct format *format, const char *kind)
{
    for (const char *const *one = format->about.kinds; *one; one++)
        if (strcmp(*one, kind) == 0)
            return true;
    return false;
}

bool format_use_music(struct format *format, struct music *music, struct error *error)
{
    if (music && !format->about.takes_music)
        return error_set(error, EX_USAGE, "the format %s has no files: --music is for m3u8",
                         format->name);
    format->music = music;
    return true;
}

/* A list as the program sees it; the argument stays the caller's. */
static jv list_for(const struct format *format, jv list)
{
    list = jv_copy(list);
    return format->music ? jv_object_set(list, jv_string("music"), jv_true()) : list;
}

static bool run_part(struct format *format, const char *part, jv list,
                     const struct format_sink *sink, struct error *error)
{
    return run_format(
        format,
        JV_OBJECT(jv_string("part"), jv_string(part), jv_string("list"), list_for(format, list)),
        sink, error);
}

bool format_head(struct format *format, jv list, const struct format_sink *sink,
                 struct error *error)
{
    return run_part(format, "head", list, sink, error);
}

bool format_foot(struct format *format, jv list, const struct format_sink *sink,
                 struct error *error)
{
    return run_part(format, "foot", list, sink, error);
}

bool format_entry(struct format *format, jv list, jv entry, int64_t position,
                  const struct format_sink *sink, struct error *error)
{
    entry = jv_object_set(entry, jv_string("list"), list_for(format, list));
    entry = jv_object_set(entry, jv_string("position"), jv_number((double)position));
    return run_format(format,
                      JV_OBJECT(jv_string("part"), jv_string("entry"), jv_string("entry"), entry),
                      sink, error);
}

void format_close(struct format *format)
{
    if (!format)
        return;
    jq_program_close(format->program);
    for (size_t i = 0; i < sizeof format->texts / sizeof *format->texts; i++)
        free(format->texts[i]);
    buffer_free(&format->row);
    free(format);
}
