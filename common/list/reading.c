#include "list/reading.h"
#include "base/log.h"
#include "json/member.h"

#include <string.h>

static const char line_start[] = "reading ";

bool reading_is_line(const char *line, size_t length)
{
    return length >= sizeof line_start - 1 && memcmp(line, line_start, sizeof line_start - 1) == 0;
}

void reading_clear(struct reading *reading)
{
    const struct reading none = READING_NONE;

    ids_free(reading->shown);
    *reading = none;
}

static void read_totals(struct reading *reading, jv object)
{
    jv totals = member_get(object, "totals");
    int64_t least, greatest;

    if (jv_get_kind(totals) == JV_KIND_ARRAY &&
        member_whole_number(jv_array_get(jv_copy(totals), 0), &least) &&
        member_whole_number(jv_array_get(jv_copy(totals), 1), &greatest)) {
        reading->least = least;
        reading->greatest = greatest;
    }
    jv_free(totals);
}

static bool read_doubt(struct reading *reading, jv object, struct error *error)
{
    jv doubted = member_get(object, "doubted");
    bool done = true;

    if (member_number(doubted, "missing", &reading->missing) && reading->missing > 0) {
        reading->shown = ids_new(error);
        done =
            reading->shown && member_add_ids(member_get(doubted, "shown"), reading->shown, error);
    }
    jv_free(doubted);
    return done;
}

static bool is_true(jv object, const char *name)
{
    jv value = member_get(object, name);
    bool is = jv_get_kind(value) == JV_KIND_TRUE;

    jv_free(value);
    return is;
}

bool reading_parse(struct reading *reading, const char *line, size_t length, struct error *error)
{
    size_t start = sizeof line_start - 1;
    jv object;
    bool done;

    reading_clear(reading);
    object = jv_parse_sized(line + start, (int)(length - start));
    if (jv_get_kind(object) != JV_KIND_OBJECT) {
        jv_free(object);
        return error_set(error, EX_DATAERR, "expected a JSON object after \"reading\"");
    }
    (void)member_number(object, "total", &reading->total);
    (void)member_number(object, "hidden", &reading->hidden);
    reading->refused = is_true(object, "refused");
    read_totals(reading, object);
    done = read_doubt(reading, object, error);
    jv_free(object);
    if (!done)
        reading_clear(reading);
    return done;
}

static bool print_doubt(const struct reading *reading, struct buffer *out)
{
    bool printed = buffer_append_format(out, ",\"doubted\":{\"missing\":%lld,\"shown\":[",
                                        (long long)reading->missing);

    for (size_t i = 0; printed && i < ids_count(reading->shown); i++)
        printed = buffer_append_format(out, "%s\"%s\"", i ? "," : "", ids_get(reading->shown, i));
    return printed && buffer_append_string(out, "]}");
}

bool reading_print(const struct reading *reading, struct buffer *out)
{
    return buffer_append_format(out, "{\"total\":%lld,\"hidden\":%lld", (long long)reading->total,
                                (long long)reading->hidden) &&
           (reading->least < 0 ||
            buffer_append_format(out, ",\"totals\":[%lld,%lld]", (long long)reading->least,
                                 (long long)reading->greatest)) &&
           (reading->missing == 0 || print_doubt(reading, out)) &&
           (!reading->refused || buffer_append_string(out, ",\"refused\":true")) &&
           buffer_append_string(out, "}");
}

bool reading_proves(const struct reading *earlier, int64_t total, int64_t shown)
{
    return total == shown || (total > shown && total - shown == earlier->hidden);
}

int64_t reading_allows(const struct reading *earlier)
{
    return earlier->hidden + (earlier->greatest - earlier->least);
}

bool reading_missed(const struct reading *earlier, const char *id, size_t length)
{
    return earlier->missing > 0 && !ids_has(earlier->shown, id, length);
}

bool reading_believes(int64_t known, int64_t missing, int64_t missed_before)
{
    return 2 * (missing - missed_before) <= known - missed_before;
}

bool reading_is_hasty(int64_t total, int64_t known, int64_t missing)
{
    return total <= SHORT_LIST && !reading_believes(known, missing, 0);
}

void reading_keep_hidden(struct reading *reading, const struct reading *earlier)
{
    if (earlier->total < 0)
        return;
    reading->total = earlier->total;
    reading->hidden = earlier->hidden;
}

bool reading_had_totals(const struct reading *earlier, int64_t least, int64_t greatest)
{
    return earlier->least == least && earlier->greatest == greatest;
}

void reading_report(const struct reading *earlier, const struct reading *now, const char *stream)
{
    if (now->least >= 0)
        (reading_had_totals(earlier, now->least, now->greatest) ? log_info : log_notice)(
            "Spotify counts %lld %s on one page and %lld on another; nothing is marked as removed "
            "until its pages agree",
            (long long)now->least, stream, (long long)now->greatest);
    else if (now->hidden > 0)
        (now->hidden == earlier->hidden ? log_info : log_notice)(
            "Spotify counts %lld %s but shows %lld; nothing is marked as removed until the next "
            "reading agrees",
            (long long)now->total, stream, (long long)(now->total - now->hidden));
    if (now->missing > 0)
        log_notice("most of the known %s are missing (%lld); they stay until the next reading "
                   "misses them too",
                   stream, (long long)now->missing);
}
