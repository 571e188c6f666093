#ifndef SPOTIFY_SYNC_JSON_TREE_H
#define SPOTIFY_SYNC_JSON_TREE_H

#include "base/error.h"
#include "json/json_results.h"

#include <stdint.h>

/* The paths that texts are scanned for, as a tree of the places in a text: the inside of json.c. */

enum { JSON_TREE_BUCKETS = 32 };

struct json_node {
    char *name;
    size_t name_length;
    struct json_node *children, *next; /* the members, in the order in which they were asked for */
    struct json_node *buckets[JSON_TREE_BUCKETS]; /* the same by a hash of their names */
    struct json_node *bucket_next;
    struct json_node *element;      /* what stands for each element, if this is an array */
    struct json_rows *rows;         /* of the elements that this node is one of, or below */
    struct json_rows *element_rows; /* of `element` */
    int slot;                       /* of the value itself; -1: nobody asked for it */
    int index_slot;                 /* of an element: of its index */
    int count_slot;                 /* of an array: of the number of its elements */
    uint64_t seen_in;               /* the object instance in which this member was last met */
};

struct json_tree {
    struct json_node root;
    struct json_results results;
    uint64_t objects; /* how many object instances have been met */
};

void json_tree_init(struct json_tree *tree);

/* As json_paths_add and json_paths_add_members. */
int json_tree_add(struct json_tree *tree, const char *path, struct error *error);
int json_tree_add_members(struct json_tree *tree, const char *const names[], size_t depth,
                          struct error *error);

/* The child of this name, or NULL. */
struct json_node *json_tree_child(const struct json_node *node, const char *name, size_t length);

/* Makes the values at a node and below it absent. */
void json_tree_forget(struct json_tree *tree, struct json_node *node);

/* Frees what the tree holds. */
void json_tree_clear(struct json_tree *tree);

#endif
