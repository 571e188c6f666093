#include "export_zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>

enum { ZIP_READ_SIZE = 64 * 1024, MEMBER_NAME_SIZE = 400 };

/* The bytes of the zip, as libarchive asks for them. */
struct zip_bytes {
    export_read *read;
    void *file;
    struct error error; /* why they could not be read; else its status is EX_OK */
    char bytes[ZIP_READ_SIZE];
};

struct zip {
    struct archive *archive;
    const char *name; /* of the zip */
    struct zip_bytes bytes;
};

static la_ssize_t give_bytes(struct archive *archive, void *user, const void **bytes)
{
    struct zip_bytes *from = user;
    size_t length;

    *bytes = from->bytes;
    if (from->read(from->file, from->bytes, sizeof from->bytes, &length, &from->error))
        return (la_ssize_t)length;
    archive_set_error(archive, EIO, "%s", from->error.text);
    return -1;
}

static bool zip_error(const struct zip *zip, struct error *error)
{
    const char *reason = archive_error_string(zip->archive);

    if (zip->bytes.error.status != EX_OK) {
        *error = zip->bytes.error;
        return false;
    }
    return error_set(error, EX_DATAERR, "%.200s is broken: %.200s", zip->name,
                     reason ? reason : "it ends too early");
}

static bool read_member_bytes(void *file, char *bytes, size_t size, size_t *length,
                              struct error *error)
{
    struct zip *zip = file;
    la_ssize_t count = archive_read_data(zip->archive, bytes, size);

    if (count < 0)
        return zip_error(zip, error);
    *length = (size_t)count;
    return true;
}

static bool take_member(struct zip *zip, const char *member, struct export_visitor *visitor)
{
    char name[MEMBER_NAME_SIZE];

    (void)snprintf(name, sizeof name, "%.190s: %.190s", zip->name, member);
    visitor->stopped = !visitor->take(visitor->context, name, read_member_bytes, zip);
    return !visitor->stopped;
}

/* The name of a member; "" where it has none that can be read. */
static const char *member_name(struct archive_entry *entry)
{
    const char *name = archive_entry_pathname_utf8(entry);

    if (!name)
        name = archive_entry_pathname(entry);
    return name ? name : "";
}

static bool visit_members(struct zip *zip, struct export_visitor *visitor, struct error *error)
{
    size_t found = 0;
    struct archive_entry *entry;
    int result;

    while ((result = archive_read_next_header(zip->archive, &entry)) == ARCHIVE_OK ||
           result == ARCHIVE_WARN) {
        const char *member = member_name(entry);
        if (!export_is_history(member))
            continue;
        found++;
        if (!take_member(zip, member, visitor))
            return false;
    }
    if (result != ARCHIVE_EOF)
        return zip_error(zip, error);
    return found > 0 || export_lacks_history(zip->name, error);
}

bool export_visit_zip(const char *name, export_read *read, void *file,
                      struct export_visitor *visitor, struct error *error)
{
    struct zip zip = {.name = name, .bytes = {.read = read, .file = file}};
    bool visited = false;

    zip.archive = archive_read_new();
    if (!zip.archive)
        return error_no_memory(error);
    if (archive_read_support_format_zip_streamable(zip.archive) != ARCHIVE_OK ||
        archive_read_open(zip.archive, &zip.bytes, NULL, give_bytes, NULL) != ARCHIVE_OK)
        (void)zip_error(&zip, error);
    else
        visited = visit_members(&zip, visitor, error);
    (void)archive_read_free(zip.archive); /* it was only read */
    return visited;
}

bool export_lacks_history(const char *name, struct error *error)
{
    return error_set(error, EX_DATAERR,
                     "%.200s holds no streaming history: ask Spotify for your \"Extended streaming "
                     "history\" at https://www.spotify.com/account/privacy/, and give the zip that "
                     "they send",
                     name);
}
