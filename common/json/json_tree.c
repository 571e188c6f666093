#include "json/json_tree.h"

#include <stdlib.h>
#include <string.h>

static void node_init(struct json_node *node, struct json_rows *rows)
{
    *node = (struct json_node){.rows = rows, .slot = -1, .index_slot = -1, .count_slot = -1};
}

static void node_clear(struct json_node *node)
{
    struct json_node *next;

    for (struct json_node *child = node->children; child; child = next) {
        next = child->next;
        node_clear(child);
        free(child);
    }
    if (node->element)
        node_clear(node->element);
    free(node->element);
    free(node->name);
}

void json_tree_init(struct json_tree *tree)
{
    *tree = (struct json_tree){0};
    node_init(&tree->root, NULL);
}

void json_tree_clear(struct json_tree *tree)
{
    node_clear(&tree->root);
    json_results_free(&tree->results);
}

static size_t bucket(const char *name, size_t length)
{
    if (length == 0)
        return 0;
    return (length * 5 + (unsigned char)name[0] + (unsigned char)name[length - 1] * (size_t)3) %
           JSON_TREE_BUCKETS;
}

struct json_node *json_tree_child(const struct json_node *node, const char *name, size_t length)
{
    struct json_node *child;

    for (child = node->buckets[bucket(name, length)]; child; child = child->bucket_next)
        if (child->name_length == length && memcmp(child->name, name, length) == 0)
            return child;
    return NULL;
}

static struct json_node *make_child(struct json_node *node, const char *name, size_t length)
{
    struct json_node *child = json_tree_child(node, name, length);
    struct json_node **last = &node->children;

    if (child)
        return child;
    child = malloc(sizeof *child);
    if (!child)
        return NULL;
    node_init(child, node->rows);
    child->name = malloc(length + 1);
    if (!child->name) {
        free(child);
        return NULL;
    }
    memcpy(child->name, name, length);
    child->name[length] = '\0';
    child->name_length = length;
    while (*last)
        last = &(*last)->next;
    *last = child;
    child->bucket_next = node->buckets[bucket(name, length)];
    node->buckets[bucket(name, length)] = child;
    return child;
}

static struct json_node *make_element(struct json_tree *tree, struct json_node *node)
{
    if (node->element)
        return node->element;
    if (!node->element_rows)
        node->element_rows = json_results_add_rows(&tree->results);
    node->element = node->element_rows ? malloc(sizeof *node->element) : NULL;
    if (node->element)
        node_init(node->element, node->element_rows);
    return node->element;
}

/* The slot of a node's value, index or count, made when it is first asked for. */
static int make_slot(struct json_tree *tree, const struct json_node *node, int *slot,
                     struct error *error)
{
    json_results_forget(&tree->results);
    if (*slot < 0)
        *slot = json_results_add_slot(&tree->results, node->rows);
    if (*slot < 0)
        (void)error_no_memory(error);
    return *slot;
}

int json_tree_add(struct json_tree *tree, const char *path, struct error *error)
{
    struct json_node *node = &tree->root;
    const char *at = path;

    for (;;) {
        size_t length = strcspn(at, ".[");
        if (length == 0)
            break;
        node = make_child(node, at, length);
        if (!node)
            goto no_memory;
        at += length;
        if (strcmp(at, "[+]") == 0)
            return make_slot(tree, node, &node->count_slot, error);
        if (*at == '[') {
            bool is_index = strcmp(at, "[#]") == 0;
            if ((at[1] != ']' && !is_index) || node->rows)
                break;
            node = make_element(tree, node);
            if (!node)
                goto no_memory;
            if (is_index)
                return make_slot(tree, node, &node->index_slot, error);
            at += strlen("[]");
        }
        if (!*at)
            return make_slot(tree, node, &node->slot, error);
        if (*at++ != '.')
            break;
    }
    (void)error_set(error, EX_SOFTWARE, "'%.80s' is not a path", path);
    return -1;
no_memory:
    (void)error_no_memory(error);
    return -1;
}

int json_tree_add_members(struct json_tree *tree, const char *const names[], size_t depth,
                          struct error *error)
{
    struct json_node *node = &tree->root;

    for (size_t i = 0; i < depth; i++) {
        node = make_child(node, names[i], strlen(names[i]));
        if (!node) {
            (void)error_no_memory(error);
            return -1;
        }
    }
    return make_slot(tree, node, &node->slot, error);
}

void json_tree_forget(struct json_tree *tree, struct json_node *node)
{
    static const struct json_value absent;
    struct json_value *value = json_results_value(&tree->results, node->slot);
    struct json_value *count = json_results_value(&tree->results, node->count_slot);

    if (value)
        *value = absent;
    if (count)
        *count = absent;
    if (node->element_rows)
        node->element_rows->count = 0;
    for (struct json_node *child = node->children; child; child = child->next)
        json_tree_forget(tree, child);
}
