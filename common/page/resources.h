#ifndef SPOTIFY_SYNC_RESOURCES_H
#define SPOTIFY_SYNC_RESOURCES_H

/* Files that are built into the programs, by name (scripts/embed-table). A NULL name ends a table.
 */
struct resource {
    const char *name; /* the path below the table's folder */
    const char *text;
};

/* Those of schema/page/. */
extern const struct resource page_views[];

/* Those of schema/driver/ that show how a sync stands. */
extern const struct resource driver_views[];

/* Those of cmd/serve/page/. */
extern const struct resource page_files[];

/* The file of this name in a table, or NULL. */
const char *resource_text(const struct resource *table, const char *name);

#endif
