#ifndef SPOTIFY_SYNC_JSON_TREE_H
#define SPOTIFY_SYNC_JSON_TREE_H

#include "base/error.h"
#include "json/json_value.h"

/* The paths that texts are scanned for, as a tree: the inside of json.c, shared with nobody else.
 */

enum { JSON_TREE_BUCKETS = 32 };

/*
 * A node is a place in a text; what was asked for has a slot. Nodes below an array's element keep
 * their values in rows of the array, one row for each element.
 */
struct node {
    char *name;
    size_t name_length;
    struct node *children, *next;            /* by name, in the order they were asked for */
    struct node *buckets[JSON_TREE_BUCKETS]; /* the children again, by a hash of their names */
    struct node *bucket_next;
    struct node *element; /* what stands for each element, if this is an array */
    struct array *rows;   /* of the element nodes above or at this one */
    struct array *array;  /* where this node has an element */
    int slot;             /* -1: nobody asked for the value itself */
    int index_slot;       /* of an element node: who asked for its index */
    int count_slot;       /* who asked for the number of elements */
    uint64_t seen_in;     /* the object instance in which this member was last met */
};

struct array {
    struct json_value *values; /* count rows of width */
    size_t count, capacity;    /* in rows */
    size_t width;
    struct array *next; /* of all arrays */
};

struct slot {
    struct array *array; /* NULL: `value` holds the value */
    size_t column;
    struct json_value value;
};

struct json_tree {
    struct node root;
    struct slot *slots;
    int slot_count;
    struct array *arrays;
};

void json_tree_init(struct json_tree *tree);

/* As json_paths_add and json_paths_add_members. */
int json_tree_add(struct json_tree *tree, const char *path, struct error *error);
int json_tree_add_members(struct json_tree *tree, const char *const names[], size_t depth,
                          struct error *error);

/* The child of this name, or NULL. */
struct node *json_tree_child(const struct node *node, const char *name, size_t length);

/* Makes every value absent, and every array empty. */
void json_tree_forget(struct json_tree *tree);

/* Frees what the tree holds. */
void json_tree_clear(struct json_tree *tree);

#endif
