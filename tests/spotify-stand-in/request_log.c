#include "request_log.h"

#include "moment.h"

void request_log_count(struct request_log *log, enum endpoint endpoint)
{
    log->by_endpoint[endpoint]++;
    if (endpoint_is_api(endpoint))
        log->api_requests++;
    log->in_flight++;
    if (log->in_flight > log->most_in_flight)
        log->most_in_flight = log->in_flight;
}

void request_log_write(struct request_log *log, const struct request *request, unsigned status,
                       const char *fault, const char *change, int64_t at_us)
{
    struct text *lines = &log->lines;
    size_t start = lines->length;

    log->by_status[status < STATUS_LIMIT ? status : 0]++;
    text_add(lines, "{\"n\":");
    if (endpoint_is_api(request->endpoint))
        text_number(lines, (int64_t)log->api_requests);
    else
        text_add(lines, "null");
    text_add(lines, ",\"at\":\"");
    moment_add_micros(lines, at_us);
    text_add(lines, "\",\"at_us\":");
    text_number(lines, at_us);
    text_add(lines, ",\"method\":");
    text_json(lines, request->method);
    text_add(lines, ",\"path\":");
    text_json(lines, request->path);
    text_add(lines, ",\"query\":");
    text_json(lines, request->query);
    text_add(lines, ",\"endpoint\":");
    text_json(lines, endpoint_name(request->endpoint));
    text_add(lines, ",\"status\":");
    text_number(lines, status);
    text_add(lines, ",\"authorization\":");
    text_bool(lines, request->authorization != NULL);
    text_add(lines, ",\"connection\":");
    text_number(lines, request->connection);
    if (fault != NULL) {
        text_add(lines, ",\"fault\":");
        text_json(lines, fault);
    }
    if (change != NULL) {
        text_add(lines, ",\"change\":");
        text_json(lines, change);
    }
    text_add(lines, "}\n");
    if (log->file != NULL) {
        /* The file is a convenience: a full disk must not end a test's server. */
        (void)fwrite(lines->bytes + start, 1, lines->length - start, log->file);
        (void)fflush(log->file);
    }
}

void request_log_clear(struct request_log *log)
{
    uint64_t in_flight = log->in_flight;
    FILE *file = log->file;

    text_free(&log->lines);
    *log = (struct request_log){.file = file, .in_flight = in_flight, .most_in_flight = in_flight};
}

void request_log_stats(const struct request_log *log, struct text *text)
{
    uint64_t requests = 0;

    for (int i = 0; i < ENDPOINT_COUNT; i++)
        requests += log->by_endpoint[i];
    text_format(text,
                "{\"requests\":%llu,\"api_requests\":%llu,\"refused\":%llu,\"connections\":%llu,"
                "\"in_flight\":%llu,\"most_in_flight\":%llu,\"by_endpoint\":{",
                (unsigned long long)requests, (unsigned long long)log->api_requests,
                (unsigned long long)log->by_status[429], (unsigned long long)log->connections,
                (unsigned long long)log->in_flight, (unsigned long long)log->most_in_flight);
    for (int i = 0; i < ENDPOINT_COUNT; i++) {
        if (log->by_endpoint[i] > 0)
            text_format(text, "\"%s\":%llu,", endpoint_name((enum endpoint)i),
                        (unsigned long long)log->by_endpoint[i]);
    }
    text_drop_last(text, ',');
    text_add(text, "},\"by_status\":{");
    for (int i = 0; i < STATUS_LIMIT; i++) {
        if (log->by_status[i] > 0)
            text_format(text, "\"%d\":%llu,", i, (unsigned long long)log->by_status[i]);
    }
    text_drop_last(text, ',');
    text_add(text, "}}\n");
}

void request_log_free(struct request_log *log)
{
    text_free(&log->lines);
    if (log->file != NULL)
        (void)fclose(log->file);
    *log = (struct request_log){0};
}
