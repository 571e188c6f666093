#include "base/timestamp.h"

#include <stdio.h>
#include <time.h>

static int64_t clock_read(clockid_t clock)
{
    struct timespec now;

    if (clock_gettime(clock, &now) != 0)
        return 0;
    return (int64_t)now.tv_sec * TIMESTAMP_SECOND + now.tv_nsec / 1000;
}

int64_t timestamp_now(void)
{
    return clock_read(CLOCK_REALTIME);
}

int64_t timestamp_monotonic(void)
{
    return clock_read(CLOCK_MONOTONIC);
}

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Days from civil and back: the proleptic Gregorian calendar in eras of 400 years, years beginning
 * in March so that the leap day comes last. */
static int64_t days_from_civil(int64_t year, int month, int day)
{
    int64_t y = year - (month <= 2);
    int64_t era = floor_divide(y, 400);
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

static void civil_from_days(int64_t days, int64_t *year, int *month, int *day)
{
    int64_t z = days + 719468;
    int64_t era = floor_divide(z, 146097);
    int64_t day_of_era = z - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted_month = (5 * day_of_year + 2) / 153;

    *day = (int)(day_of_year - (153 * shifted_month + 2) / 5 + 1);
    *month = (int)(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
    *year = year_of_era + era * 400 + (*month <= 2);
}

/* snprintf takes ten times as long, and store writes a time for each record. */
static char *put(char *to, int64_t number, int width, char behind)
{
    for (int i = width; i-- > 0; number /= 10)
        to[i] = (char)('0' + number % 10);
    to[width] = behind;
    return to + width + 1;
}

static void format(int64_t time, bool micros, char text[static TIMESTAMP_TEXT])
{
    int64_t seconds = floor_divide(time, TIMESTAMP_SECOND);
    int64_t days = floor_divide(seconds, 86400);
    int64_t second_of_day = seconds - days * 86400;
    int64_t year;
    int month, day;

    civil_from_days(days, &year, &month, &day);
    if (year < 0 || year > 9999)
        year = 9999;
    text = put(text, year, 4, '-');
    text = put(text, month, 2, '-');
    text = put(text, day, 2, 'T');
    text = put(text, second_of_day / 3600, 2, ':');
    text = put(text, second_of_day / 60 % 60, 2, ':');
    text = put(text, second_of_day % 60, 2, micros ? '.' : 'Z');
    if (micros)
        text = put(text, time - seconds * TIMESTAMP_SECOND, 6, 'Z');
    *text = '\0';
}

void timestamp_format(int64_t time, char text[static TIMESTAMP_TEXT])
{
    format(time, true, text);
}

void timestamp_format_seconds(int64_t time, char text[static TIMESTAMP_TEXT])
{
    format(time, false, text);
}

/* Reads exactly `count` digits at *text, and moves it behind them. */
static bool digits(const char **text, const char *end, int count, int *value)
{
    *value = 0;
    if (end - *text < count)
        return false;
    for (; count > 0; count--, (*text)++) {
        if (**text < '0' || **text > '9')
            return false;
        *value = *value * 10 + (**text - '0');
    }
    return true;
}

static bool character(const char **text, const char *end, const char *choices)
{
    if (*text == end)
        return false;
    for (; *choices; choices++)
        if (**text == *choices) {
            (*text)++;
            return true;
        }
    return false;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

bool timestamp_parse(const char *text, size_t length, int64_t *time)
{
    const char *end = text + length;
    int year, month, day, hour, minute, second, offset = 0;
    int64_t micros = 0, seconds;

    if (!digits(&text, end, 4, &year) || !character(&text, end, "-") ||
        !digits(&text, end, 2, &month) || !character(&text, end, "-") ||
        !digits(&text, end, 2, &day) || !character(&text, end, "Tt ") ||
        !digits(&text, end, 2, &hour) || !character(&text, end, ":") ||
        !digits(&text, end, 2, &minute) || !character(&text, end, ":") ||
        !digits(&text, end, 2, &second))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month) || hour > 23 ||
        minute > 59 || second > 60)
        return false;
    if (character(&text, end, ".")) {
        int64_t unit = TIMESTAMP_SECOND / 10;
        const char *first = text;
        for (; text < end && *text >= '0' && *text <= '9'; text++, unit /= 10)
            micros += unit * (*text - '0');
        if (text == first)
            return false;
    }
    if (!character(&text, end, "Zz")) {
        int sign = text < end && *text == '-' ? -1 : 1;
        int offset_hour, offset_minute;
        if (!character(&text, end, "+-") || !digits(&text, end, 2, &offset_hour) ||
            !character(&text, end, ":") || !digits(&text, end, 2, &offset_minute) ||
            offset_hour > 23 || offset_minute > 59)
            return false;
        offset = sign * (offset_hour * 60 + offset_minute);
    }
    if (text != end)
        return false;
    seconds = days_from_civil(year, month, day) * 86400 + hour * 3600 + minute * 60 + second -
              offset * 60;
    /* in UTC it may be of a year that cannot be written */
    if (seconds < days_from_civil(0, 1, 1) * 86400 ||
        seconds >= days_from_civil(10000, 1, 1) * 86400)
        return false;
    *time = seconds * TIMESTAMP_SECOND + micros;
    return true;
}
