/*
 * Makes up a listener's past, and prints it as three parties tell it: Spotify's export (the files
 * of an extended streaming history, with all their oddities, in a folder), the API
 * (messages of plays, and of the saved tracks that know an ISRC), and the truth (each play once, as
 * the view `listens` should have it). The same each time.
 *
 *     made-history [--rows N] [--files N] [--plays N] EXPORT API TRUTH
 *
 * EXPORT is a folder that is there; API and TRUTH are files.
 */
#include <getopt.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TRACKS = 3000, ARTISTS = 400, LONG_ENOUGH = 40000, JITTER = 30 };

enum played { TRACK, EPISODE, CHAPTER, NAMELESS };

struct listen {
    int64_t end; /* in seconds */
    int32_t milliseconds;
    uint16_t track;
    uint8_t played;
    uint8_t copies;
};

static uint64_t state = 88172645463325252;
static long row_count = 5000, file_count = 4, play_count = 200;

static uint64_t any(uint64_t below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (state >> 11) % below;
}

static bool chance(unsigned of_thousand)
{
    return any(1000) < of_thousand;
}

static void text_of(int64_t time, char text[static 21])
{
    time_t seconds = (time_t)time;
    struct tm parts;

    (void)strftime(text, 21, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&seconds, &parts));
}

/* An id of 22 letters and digits. */
static void id_of(char kind, unsigned number, char id[static 23])
{
    (void)snprintf(id, 23, "%cMadeUpId%013u", kind, number);
}

static unsigned artist_of(unsigned track)
{
    return track * 7 % ARTISTS;
}

/* The past: each play after the one before, some in the same second, some the same song again. */
static void make_past(struct listen *past, long count)
{
    int64_t now = 1325376000; /* 2012 */

    for (long i = 0; i < count; i++) {
        struct listen *listen = &past[i];
        uint64_t most = any(TRACKS) + 1;
        *listen = (struct listen){.track = (uint16_t)any(most)};
        if (chance(990))
            listen->played = chance(40) ? EPISODE : chance(10) ? CHAPTER : TRACK;
        else
            listen->played = NAMELESS;
        listen->milliseconds = (int32_t)(chance(700)   ? 150000U + listen->track * 37U % 120000
                                         : chance(300) ? any(4000)
                                                       : any(200000));
        if (i > 0 && chance(30)) { /* again */
            listen->track = past[i - 1].track;
            listen->played = past[i - 1].played;
        } else if (i > 0 && chance(20)) { /* skipped within the second */
            listen->track = (uint16_t)((past[i - 1].track + 1) % TRACKS);
            listen->played = TRACK;
            listen->milliseconds = (int32_t)any(300);
        } else if (!chance(600)) {
            now += (int64_t)(chance(50) ? any(100000) : 5 + any(600));
        }
        now += listen->milliseconds / 1000;
        if (chance(5))
            listen->milliseconds = 0;
        if (i > 0 && now <= past[i - 1].end && listen->track == past[i - 1].track)
            now = past[i - 1].end + 1;
        listen->end = now;
    }
}

static void print_flag(FILE *out, const char *name, bool may_be_absent)
{
    static const char *const values[] = {"true", "false", "null"};
    uint64_t value = any(may_be_absent ? 4 : 3);

    if (value < 3)
        (void)fprintf(out, ",\"%s\":%s", name, values[value]);
}

static void print_names(FILE *out, const struct listen *listen)
{
    char id[23];

    id_of('t', listen->track, id);
    if (listen->played == TRACK)
        (void)fprintf(
            out,
            ",\"master_metadata_track_name\":\"Sång %u “%c”\",\"master_metadata_album_artist_"
            "name\":\"Artist \\\"%u\\\"\",\"master_metadata_album_album_name\":\"Album "
            "%u\",\"spotify_track_uri\":\"spotify:track:%s\"",
            listen->track, 'a' + listen->track % 26, artist_of(listen->track), listen->track / 10U,
            id);
    else
        (void)fprintf(out,
                      ",\"master_metadata_track_name\":null,\"master_metadata_album_artist_name\":"
                      "null,\"master_metadata_album_album_name\":null,\"spotify_track_uri\":null");
    if (listen->played == EPISODE)
        (void)fprintf(out,
                      ",\"episode_name\":\"Episode %u\",\"episode_show_name\":\"Show "
                      "%u\",\"spotify_episode_uri\":\"spotify:episode:%s\"",
                      listen->track, listen->track % 20U, id);
    else
        (void)fprintf(out,
                      ",\"episode_name\":null,\"episode_show_name\":null,\"spotify_episode_uri\":"
                      "null");
    if (listen->played == CHAPTER)
        (void)fprintf(
            out,
            ",\"audiobook_title\":\"Book %u\",\"audiobook_uri\":\"spotify:show:%s\","
            "\"audiobook_chapter_uri\":\"spotify:episode:%s\",\"audiobook_chapter_title\":"
            "\"Chapter %u\"",
            listen->track % 9U, id, id, listen->track);
}

/* A row as it is in an export: the number of the play decides all that is not of the play. */
static void print_row(FILE *out, const struct listen *past, long number, bool old)
{
    const struct listen *listen = &past[number];
    uint64_t kept = state;
    int64_t start = listen->end - listen->milliseconds / 1000;
    char ts[21];

    state = (uint64_t)number * 2654435761 + 88172645463325252;
    (void)any(2);
    text_of(listen->end, ts);
    (void)fprintf(out, "{\"ts\":\"%s\"", ts);
    if (old)
        (void)fprintf(out, ",\"username\":\"private-user\"");
    (void)fprintf(
        out,
        ",\"platform\":\"made-up OS 9 (phone, M%d)\",\"ms_played\":%d,\"conn_country\":\"QQ\","
        "\"%s\":\"203.0.113.%d\"",
        (int)any(3), listen->milliseconds == 0 && chance(500) ? -1 : listen->milliseconds,
        old ? "ip_addr_decrypted" : "ip_addr", (int)any(250));
    if (old)
        (void)fprintf(out, ",\"user_agent_decrypted\":\"private-agent%%2F1\"");
    print_names(out, listen);
    (void)fprintf(out, ",\"reason_start\":\"%s\",\"reason_end\":%s",
                  chance(500) ? "trackdone" : "clickrow", chance(100) ? "null" : "\"endplay\"");
    print_flag(out, "shuffle", false);
    print_flag(out, "skipped", old);
    print_flag(out, "offline", false);
    (void)fprintf(out, ",\"offline_timestamp\":%lld",
                  (long long)(chance(300) ? 0
                              : old       ? start
                                          : start * 1000 + (int64_t)any(1000)));
    print_flag(out, "incognito_mode", old);
    (void)fprintf(out, "}");
    state = kept;
}

static void swap(long *a, long *b)
{
    long kept = *a;

    *a = *b;
    *b = kept;
}

/* The rows of all files: each play, those with copies again somewhere, out of order within files.
 */
static long *order_rows(long plays)
{
    long *rows = calloc((size_t)row_count, sizeof *rows);
    long per_file = (row_count + file_count - 1) / file_count;

    if (!rows)
        exit(1);
    for (long i = 0, next = 0; i < row_count; i++) {
        bool copy = next == plays || (next > 0 && row_count - i > plays - next && chance(100));
        rows[i] = copy ? (long)any((uint64_t)next) : next++;
    }
    for (long i = 0; i < row_count; i++) {
        long first = i / per_file * per_file;
        long last = first + per_file < row_count ? first + per_file : row_count;
        if (chance(200))
            swap(&rows[i], &rows[first + (long)any((uint64_t)(last - first))]);
    }
    return rows;
}

static FILE *open_file(const char *folder, const char *name)
{
    char path[4096];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s%s%s", folder, *folder ? "/" : "", name);
    file = fopen(path, "w");
    if (!file) {
        perror(path);
        exit(1);
    }
    return file;
}

static void close_file(FILE *file)
{
    if (ferror(file) || fclose(file) != 0) {
        perror("made-history");
        exit(1);
    }
}

static void print_export(const char *folder, const struct listen *past, long plays)
{
    long *rows = order_rows(plays);
    long per_file = (row_count + file_count - 1) / file_count;

    for (long i = 0; i < file_count; i++) {
        bool old = i % 2 == 0;
        char name[100];
        FILE *file;
        (void)snprintf(name, sizeof name,
                       old          ? "endsong_%ld.json"
                       : i % 5 == 1 ? "Streaming_History_Video_2012-2024_%ld.json"
                                    : "Streaming_History_Audio_2012-2024_%ld.json",
                       i);
        file = open_file(folder, name);
        (void)fputs("[", file);
        for (long row = i * per_file; row < (i + 1) * per_file && row < row_count; row++) {
            (void)fputs(row > i * per_file ? ",\n" : "", file);
            print_row(file, past, rows[row], rows[row] % 2 == 0);
        }
        (void)fputs("]\n", file);
        close_file(file);
    }
    free(rows);
}

static void print_track(FILE *out, unsigned track, const char *id, const char *title, bool isrc)
{
    (void)fprintf(
        out,
        "\"id\":\"%s\",\"name\":\"%s %u “%c”\",\"type\":\"track\",\"uri\":\"spotify:track:%s\","
        "\"album\":{\"id\":\"bMadeUpId%013u\",\"name\":\"Album %u\",\"artists\":[]},"
        "\"artists\":[{\"id\":\"aMadeUpId%013u\",\"name\":\"Artist \\\"%u\\\"\"}],"
        "\"external_ids\":{",
        id, title, track, 'a' + track % 26, id, track / 10, track / 10, artist_of(track),
        artist_of(track));
    if (isrc)
        (void)fprintf(out, *title == 'S' ? "\"isrc\":\"QQABC%07u\"" : "\"isrc\":\"qq-abc-%07u\"",
                      track);
    (void)fprintf(out, "}");
}

/* A play of the API; `known` says that the catalogue has another id for the same recording. */
static void print_play(FILE *out, int64_t played_at, unsigned track)
{
    char time[21], id[23], original[23];
    unsigned way = (unsigned)any(100); /* of knowing the track again */

    text_of(played_at, time);
    id_of('t', track, original);
    id_of(way < 5 ? 'i' : way < 7 ? 'n' : 't', track, id);
    if (way < 5) {
        (void)fprintf(out,
                      "{\"type\":\"RECORD\",\"stream\":\"saved_tracks\",\"record\":{\"added_at\":"
                      "\"2020-01-01T00:00:00Z\",\"place\":1,");
        print_track(out, track, original, "Sång", true);
        (void)fprintf(out,
                      "},\"time_extracted\":\"2025-01-01T00:00:00.%06u"
                      "Z\"}\n",
                      track);
    }
    (void)fprintf(out,
                  "{\"type\":\"RECORD\",\"stream\":\"plays\",\"record\":{\"played_at\":\"%s\","
                  "\"track_id\":\"%s\",\"context_uri\":null,\"track\":{",
                  time, id);
    print_track(out, track, id, way < 5 ? "Remaster" : "Sång", *id != 'n');
    (void)fprintf(out, "}},\"time_extracted\":\"2025-01-02T00:00:00.%06uZ\"}\n", track);
}

/* Some of the plays again as the API tells them, by their end or their start, and some that are
 * newer than the export. */
static void print_api(FILE *out, FILE *truth, const struct listen *past, long plays)
{
    int64_t now = past[plays - 1].end + 1000;
    long step = plays / (play_count + 1) > 0 ? plays / (play_count + 1) : 1;

    for (long i = 0, told = 0; i < plays && told < play_count; i++) {
        const struct listen *listen = &past[i];
        int64_t start = listen->end - listen->milliseconds / 1000;
        if (i < told * step || listen->played != TRACK || listen->milliseconds < LONG_ENOUGH)
            continue;
        told++;
        print_play(out, (chance(500) ? start : listen->end) + (int64_t)any(2 * JITTER + 1) - JITTER,
                   listen->track);
    }
    for (long i = 0; i < play_count / 10; i++, now += 200) {
        char time[21], id[23];
        unsigned track = (unsigned)any(TRACKS);
        text_of(now, time);
        id_of('t', track, id);
        (void)fprintf(truth, "%s|spotify:track:%s|\n", time, id);
        (void)fprintf(out,
                      "{\"type\":\"RECORD\",\"stream\":\"plays\",\"record\":{\"played_at\":\"%s\","
                      "\"track_id\":\"%s\",\"context_uri\":null,\"track\":{",
                      time, id);
        print_track(out, track, id, "Sång", true);
        (void)fprintf(out, "}},\"time_extracted\":\"2025-01-02T00:00:00.%06uZ\"}\n", track);
    }
}

static void print_truth(FILE *truth, const struct listen *past, long plays)
{
    for (long i = 0; i < plays; i++) {
        const struct listen *listen = &past[i];
        char time[21], id[23];
        text_of((listen->end * 1000 - listen->milliseconds) / 1000, time);
        id_of('t', listen->track, id);
        (void)fprintf(truth, "%s|%s%s|%d\n", time,
                      listen->played == TRACK      ? "spotify:track:"
                      : listen->played == NAMELESS ? ""
                                                   : "spotify:episode:",
                      listen->played == NAMELESS ? "" : id, listen->milliseconds);
    }
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"rows", required_argument, NULL, 'r'},
                                            {"files", required_argument, NULL, 'f'},
                                            {"plays", required_argument, NULL, 'p'},
                                            {0}};
    struct listen *past;
    FILE *api, *truth;
    long plays;
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == '?')
            return 64;
        *(option == 'r'   ? &row_count
          : option == 'f' ? &file_count
                          : &play_count) = strtol(optarg, NULL, 10);
    }
    if (argc - optind != 3 || row_count < 10 || file_count < 1) {
        (void)fputs("usage: made-history [--rows N] [--files N] [--plays N] EXPORT API TRUTH\n",
                    stderr);
        return 64;
    }
    plays = row_count - row_count / 10;
    past = calloc((size_t)plays, sizeof *past);
    if (!past)
        return 71;
    make_past(past, plays);
    api = open_file("", argv[optind + 1]);
    truth = open_file("", argv[optind + 2]);
    print_export(argv[optind], past, plays);
    print_truth(truth, past, plays);
    print_api(api, truth, past, plays);
    close_file(api);
    close_file(truth);
    free(past);
    return 0;
}
