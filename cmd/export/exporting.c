#include "exporting.h"

#include "base/log.h"
#include "export_folder.h"
#include "file_names.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool exists_as_folder(const char *path)
{
    size_t length = path ? strlen(path) : 0;
    struct stat status;

    return length > 0 &&
           (path[length - 1] == '/' || (stat(path, &status) == 0 && S_ISDIR(status.st_mode)));
}

/* Names the file of each list, chosen or not, so that it does not depend on the choice, and writes
 * those that are chosen. */
static bool write_each(struct exporting *exporting, struct export_folder *folder,
                       const struct known_list *lists, size_t count, const bool *chosen,
                       size_t *written, struct error *error)
{
    struct file_names *names = file_names_new(error);
    static const bool one = true;
    bool done = names != NULL;

    for (size_t i = 0; done && i < count; i++) {
        const char *otherwise = lists[i].id ? lists[i].id : lists[i].kind;
        char *name =
            file_names_next(names, lists[i].name, otherwise, exporting->about->extension, error);
        done = name && (!chosen[i] || export_folder_write(folder, name, &exporting->printing,
                                                          &lists[i], &one, 1, written, error));
        free(name);
    }
    file_names_free(names);
    return done;
}

static size_t count_chosen(const bool *chosen, size_t count)
{
    size_t wanted = 0;

    for (size_t i = 0; i < count; i++)
        wanted += chosen[i];
    return wanted;
}

static void say_what_is_unread(const struct known_list *lists, size_t count)
{
    size_t unread = 0;

    for (size_t i = 0; i < count; i++)
        unread += lists[i].is_unread;
    if (unread > 0)
        log_info("left out %zu playlist%s whose items are not known", unread,
                 unread == 1 ? "" : "s");
}

/* Writes to the folder `path`; `name` is that of the one file, or NULL for a file each. */
static bool write_files(struct exporting *exporting, const char *path, const char *name,
                        const struct known_list *lists, size_t count, const bool *chosen,
                        struct error *error)
{
    struct export_folder *folder = export_folder_open(path, !name, error);
    struct error ignored;
    size_t written = 0;
    bool done;

    if (!folder)
        return false;
    if (name)
        done = export_folder_write(folder, name, &exporting->printing, lists, chosen, count,
                                   &written, error);
    else
        done = write_each(exporting, folder, lists, count, chosen, &written, error);
    done = export_folder_close(folder, done ? error : &ignored) && done;
    if (done)
        log_info("%zu of %zu files have changed", written, name ? 1 : count_chosen(chosen, count));
    return done;
}

static bool write_file(struct exporting *exporting, const struct known_list *lists, size_t count,
                       const bool *chosen, struct error *error)
{
    char *path = realpath(exporting->output, NULL), *slash;
    bool done = false;

    /* A link leads to the file that is meant. */
    if (!path)
        path = strdup(exporting->output);
    if (!path)
        return error_no_memory(error);
    slash = strrchr(path, '/');
    if (slash && slash != path) {
        *slash = '\0';
        done = write_files(exporting, path, slash + 1, lists, count, chosen, error);
    } else {
        done = write_files(exporting, slash ? "/" : ".", slash ? slash + 1 : path, lists, count,
                           chosen, error);
    }
    free(path);
    return done;
}

static bool choose_lists(const struct exporting *exporting, const struct known_list *lists,
                         size_t count, bool into_folder, bool *chosen, struct error *error)
{
    return selection_choose(exporting->selection, lists, count, exporting->printing.format,
                            exporting->about, into_folder, chosen, error);
}

bool exporting_run(struct exporting *exporting, struct error *error)
{
    size_t count;
    const struct known_list *lists = list_source_lists(exporting->printing.source, &count);
    bool *chosen = calloc(count + 1, sizeof *chosen);
    bool into_folder = exists_as_folder(exporting->output), done;
    size_t wanted;

    if (!chosen)
        return error_no_memory(error);
    done = choose_lists(exporting, lists, count, into_folder, chosen, error);
    wanted = count_chosen(chosen, count);
    if (done && wanted > 1 && !exporting->about->takes_many && !into_folder) {
        into_folder = true;
        done = (exporting->output ||
                error_set(error, EX_USAGE, "%zu lists need a folder: name one with -o", wanted)) &&
               choose_lists(exporting, lists, count, into_folder, chosen, error);
    }
    if (done && into_folder) {
        say_what_is_unread(lists, count);
        done = write_files(exporting, exporting->output, NULL, lists, count, chosen, error);
    } else if (done && exporting->output) {
        done = write_file(exporting, lists, count, chosen, error);
    } else if (done) {
        done = list_printing_run(&exporting->printing, lists, chosen, count, error);
    }
    free(chosen);
    return done;
}
