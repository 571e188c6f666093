#include "base/options.h"
#include "base/home.h"
#include "base/log.h"
#include "base/nearest.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_OPTIONS = 32, COMMON_OPTIONS = 4, MAX_LETTERS = 64 + 8, HELP_COLUMN = 26 };

/* What getopt_long returns for a program's own options, from here on: no letter. */
enum { FIRST_OWN = 256 };

static const struct option_entry common_options[] = {
    {.name = "quiet", .letter = 'q', .help = "report only errors"},
    {.name = "verbose", .letter = 'v', .help = "log more; twice: log every request"},
    {.name = "help", .letter = 'h', .help = "print this help and exit"},
    {.name = "version", .letter = 'V', .help = "print the version and exit"},
};

/* A descriptor that the caller closed would else be handed out to a socket or a database, which
 * then receives what the program prints. */
static void open_standard_streams(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
            _Exit(EX_OSERR);
}

/* How a person calls the program: as a command of the driver, which also gives it its DB, if that
 * has started it. */
static const char *called_through(void)
{
    return getenv("SPOTIFY_SYNC_COMMAND") ? "spotify-sync " : "";
}

__attribute__((format(printf, 2, 3))) static _Noreturn void
usage_error(const struct program *program, const char *format, ...)
{
    char text[256];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    log_error("%s; try '%s%s --help'", text, called_through(), program->name);
    exit(EX_USAGE);
}

static _Noreturn void print_and_exit(void)
{
    if (fflush(stdout) != 0 || ferror(stdout)) {
        log_error("cannot write to standard output: %s", strerror(errno));
        exit(EX_IOERR);
    }
    exit(EX_OK);
}

static void print_option(const struct option_entry *entry)
{
    char left[80], letter[8] = "";

    if (entry->letter)
        (void)snprintf(letter, sizeof letter, "-%c, ", entry->letter);
    (void)snprintf(left, sizeof left, "  %s--%s%s%s", letter, entry->name,
                   entry->argument ? " " : "", entry->argument ? entry->argument : "");
    if (strlen(left) >= HELP_COLUMN)
        (void)printf("%s\n%*s%s\n", left, HELP_COLUMN, "", entry->help);
    else
        (void)printf("%-*s%s\n", HELP_COLUMN, left, entry->help);
}

static _Noreturn void print_help(const struct program *program)
{
    const char *rest = *called_through() ? strstr(program->synopsis, " DB") : NULL;
    int length = (int)(rest ? rest - program->synopsis : (ptrdiff_t)strlen(program->synopsis));

    (void)printf("usage: %s%s%s%.*s%s\n\n%s\n\n", called_through(), program->name,
                 *program->synopsis ? " " : "", length, program->synopsis,
                 rest ? rest + strlen(" DB") : "", program->description);
    for (const struct option_entry *entry = program->options; entry->name; entry++)
        print_option(entry);
    for (int i = 0; i < COMMON_OPTIONS; i++)
        print_option(&common_options[i]);
    print_and_exit();
}

static _Noreturn void print_version(const struct program *program)
{
    (void)printf("%s (spotify-sync) %s\n", program->name, VERSION);
    print_and_exit();
}

static long parse_number(const struct program *program, const struct option_entry *entry,
                         const char *text)
{
    char *end;
    long number;

    errno = 0;
    number = strtol(text, &end, 10);
    if (errno || end == text || *end || number < entry->least || number > entry->most)
        usage_error(program, "--%s takes a whole number from %ld to %ld, not '%.40s'", entry->name,
                    entry->least, entry->most, text);
    return number;
}

static long parse_span(const struct program *program, const struct option_entry *entry,
                       const char *text)
{
    char *end;
    double seconds;

    errno = 0;
    seconds = strtod(text, &end);
    if (errno || end == text || *end ||
        !(seconds >= (double)entry->least && seconds <= (double)entry->most))
        usage_error(program, "--%s takes seconds from %ld to %ld, not '%.40s'", entry->name,
                    entry->least, entry->most, text);
    return (long)(seconds * 1e6 + 0.5);
}

static void append_text(struct option_texts *list, const char *text)
{
    const char **texts = realloc(list->texts, (list->count + 1) * sizeof *texts);

    if (!texts) {
        log_error("out of memory");
        exit(EX_OSERR);
    }
    list->texts = texts;
    list->texts[list->count++] = text;
}

static void set(const struct program *program, const struct option_entry *entry, const char *text)
{
    switch (entry->kind) {
    case OPTION_FLAG:
        *(bool *)entry->target = true;
        break;
    case OPTION_NUMBER:
        *(long *)entry->target = parse_number(program, entry, text);
        break;
    case OPTION_SPAN:
        *(long *)entry->target = parse_span(program, entry, text);
        break;
    case OPTION_TEXT:
        *(const char **)entry->target = text;
        break;
    case OPTION_TEXTS:
        append_text(entry->target, text);
        break;
    }
}

/* Says that there is no such long option, and which one may have been meant. */
static _Noreturn void refuse_name(const struct program *program, const struct option *options,
                                  const char *word)
{
    const char *names[MAX_OPTIONS + COMMON_OPTIONS + 1] = {0};
    const char *name = word + strspn(word, "-");
    const char *meant;

    for (size_t i = 0; options[i].name; i++)
        names[i] = options[i].name;
    meant = nearest(name, strcspn(name, "="), names);
    if (!meant)
        usage_error(program, "unknown option '%.60s'", word);
    log_error("unknown option '%.60s': did you mean '--%s'?", word, meant);
    exit(EX_USAGE);
}

/* Says what getopt_long did not take: optopt is the letter of a short option, or what stands for a
 * long one that has an argument and takes none, or 0 for a long one that is not there. */
static _Noreturn void refuse(const struct program *program, const struct option *long_options,
                             const char *word)
{
    for (const struct option *options = long_options; options->name; options++)
        if (options->val == optopt)
            usage_error(program, "--%s takes no argument", options->name);
    if (optopt == 0)
        refuse_name(program, long_options, word);
    usage_error(program, "unknown option '-%c'", optopt > ' ' && optopt < 0x7f ? optopt : '?');
}

/* Makes getopt's tables of a program's options and the common ones. letters has room for
 * MAX_LETTERS characters. */
static void make_tables(const struct program *program, struct option *long_options, char *letters)
{
    static const char common_letters[] = ":qvhV";
    size_t length = sizeof common_letters - 1;

    memcpy(letters, common_letters, sizeof common_letters);
    for (int i = 0; i < COMMON_OPTIONS; i++)
        *long_options++ =
            (struct option){common_options[i].name, no_argument, NULL, common_options[i].letter};
    for (int i = 0; program->options[i].name; i++) {
        const struct option_entry *entry = &program->options[i];
        bool is_flag = entry->kind == OPTION_FLAG;

        *long_options++ = (struct option){entry->name, is_flag ? no_argument : required_argument,
                                          NULL, FIRST_OWN + i};
        if (entry->letter) {
            letters[length++] = entry->letter;
            if (!is_flag)
                letters[length++] = ':';
        }
    }
    letters[length] = '\0';
}

/* The entry of what getopt_long returned for one of the program's own options. */
static const struct option_entry *own_option(const struct program *program, int option)
{
    const struct option_entry *entry = program->options;

    if (option >= FIRST_OWN)
        return entry + (option - FIRST_OWN);
    while (entry->letter != option)
        entry++;
    return entry;
}

int options_parse(const struct program *program, int argc, char **argv)
{
    struct option long_options[MAX_OPTIONS + COMMON_OPTIONS + 1] = {0};
    char letters[MAX_LETTERS];
    int level = LOG_LEVEL_WARNING;
    int option;
    struct error error;

    open_standard_streams();
    /* whoever starts the program may ignore it, as systemd does, and then a filter outlives its
     * reader */
    (void)signal(SIGPIPE, SIG_DFL);
    log_open(program->name, LOG_LEVEL_WARNING);
    make_tables(program, long_options, letters);
    opterr = 0;
    while ((option = getopt_long(argc, argv, letters, long_options, NULL)) != -1) {
        switch (option) {
        case 'q':
            level = LOG_LEVEL_ERROR;
            break;
        case 'v':
            level = level < LOG_LEVEL_INFO ? LOG_LEVEL_INFO : LOG_LEVEL_DEBUG;
            break;
        case 'h':
            print_help(program);
        case 'V':
            print_version(program);
        case ':':
            usage_error(program, "%s needs an argument", argv[optind - 1]);
        case '?':
            refuse(program, long_options, argv[optind - 1]);
        default:
            set(program, own_option(program, option), optarg);
        }
    }
    log_open(program->name, (enum log_level)level);
    if (program->runs_jq && !home_hide(&error)) {
        log_error("%s", error.text);
        exit(error.status);
    }
    if (argc - optind < program->operands_least)
        usage_error(program, "missing operand");
    if (program->operands_most >= 0 && argc - optind > program->operands_most)
        usage_error(program, "unexpected operand '%.60s'", argv[optind + program->operands_most]);
    return optind;
}
