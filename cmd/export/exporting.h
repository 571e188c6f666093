#ifndef SPOTIFY_SYNC_EXPORTING_H
#define SPOTIFY_SYNC_EXPORTING_H

#include "format/list_printing.h"
#include "format/selection.h"

/* An export of a library, and where it goes. */

struct exporting {
    struct list_printing printing;
    const struct format_about *about;
    const struct selection *selection;
    const char *output; /* NULL: standard output */
};

/*
 * Writes the lists that are wanted: into a folder, a file each, if the output is a folder, ends in
 * a slash, or there are several and the format holds one; else all into one file or to standard
 * output. False with *error: EX_USAGE if several have no folder to go into, and as selection_choose
 * and export_folder_write.
 */
bool exporting_run(struct exporting *exporting, struct error *error);

#endif
