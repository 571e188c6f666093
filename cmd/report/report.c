#include "base/finish.h"
#include "base/options.h"
#include "page/edition.h"
#include "page/own_zone.h"
#include "page_text.h"
#include "report_data.h"

int main(int argc, char **argv)
{
    static struct report_choice choice;
    static const struct option_entry options[] = {
        {.name = "private",
         .help = "leave out the names of accounts",
         .kind = OPTION_FLAG,
         .target = &choice.is_private},
        {.name = "year",
         .argument = "YEAR",
         .help = "the year that the report opens with (the last play's)",
         .kind = OPTION_NUMBER,
         .target = &choice.year,
         .least = 1970,
         .most = 2100},
        {0},
    };
    static const struct program program = {
        .name = "report",
        .synopsis = "[OPTION]... DB",
        .description = "Prints the library DB as a page of one file, which needs no server.",
        .options = options,
        .operands_least = 1,
        .operands_most = 1,
    };
    char zone[OWN_ZONE];
    struct error error = {0};
    int operand = options_parse(&program, argc, argv);
    struct edition *edition;
    bool done;

    choice.database = argv[operand];
    edition = edition_make(choice.database, own_zone(zone), &error);
    done = edition &&
           page_text_print(report_data_print, &(struct report_data){edition, &choice}, &error);
    edition_close(edition);
    return finish(done, &error);
}
