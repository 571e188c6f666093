#include "json/json_tree.h"

#include <stdlib.h>
#include <string.h>

static const struct json_value absent;

static void node_init(struct node *node, struct array *rows)
{
    *node = (struct node){.rows = rows, .slot = -1, .index_slot = -1, .count_slot = -1};
}

static void node_free(struct node *node)
{
    struct node *next;

    for (struct node *child = node->children; child; child = next) {
        next = child->next;
        node_free(child);
        free(child);
    }
    if (node->element) {
        node_free(node->element);
        free(node->element);
    }
    free(node->name);
}

static size_t bucket(const char *name, size_t length)
{
    if (length == 0)
        return 0;
    return (length * 5 + (unsigned char)name[0] + (unsigned char)name[length - 1] * (size_t)3) %
           JSON_TREE_BUCKETS;
}

struct node *json_tree_child(const struct node *node, const char *name, size_t length)
{
    struct node *child;

    for (child = node->buckets[bucket(name, length)]; child; child = child->bucket_next)
        if (child->name_length == length && memcmp(child->name, name, length) == 0)
            return child;
    return NULL;
}

static struct node *child_node(struct node *node, const char *name, size_t length)
{
    struct node *child = json_tree_child(node, name, length);
    struct node **last = &node->children;

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

static struct node *element_node(struct json_tree *tree, struct node *node)
{
    if (node->element)
        return node->element;
    node->array = calloc(1, sizeof *node->array);
    node->element = malloc(sizeof *node->element);
    if (!node->array || !node->element) {
        free(node->array);
        free(node->element);
        node->array = NULL;
        node->element = NULL;
        return NULL;
    }
    node->array->next = tree->arrays;
    tree->arrays = node->array;
    node_init(node->element, node->array);
    return node->element;
}

void json_tree_forget(struct json_tree *tree)
{
    for (int i = 0; i < tree->slot_count; i++)
        tree->slots[i].value = absent;
    for (struct array *array = tree->arrays; array; array = array->next)
        array->count = 0;
}

/* The slot of a node's value, or of its index, made at the first asking. */
static int slot_of(struct json_tree *tree, struct node *node, int *slot)
{
    struct slot *slots;

    json_tree_forget(tree);
    if (*slot >= 0)
        return *slot;
    slots = realloc(tree->slots, ((size_t)tree->slot_count + 1) * sizeof *slots);
    if (!slots)
        return -1;
    tree->slots = slots;
    slots[tree->slot_count] = (struct slot){.array = node->rows};
    if (node->rows) {
        /* A wider row needs more room than what was had for the narrower ones. */
        slots[tree->slot_count].column = node->rows->width++;
        free(node->rows->values);
        node->rows->values = NULL;
        node->rows->capacity = 0;
    }
    *slot = tree->slot_count++;
    return *slot;
}

void json_tree_init(struct json_tree *tree)
{
    *tree = (struct json_tree){0};
    node_init(&tree->root, NULL);
}

int json_tree_add(struct json_tree *tree, const char *path, struct error *error)
{
    struct node *node = &tree->root;
    const char *at = path;
    int slot;

    for (;;) {
        size_t length = strcspn(at, ".[");
        if (length == 0)
            goto malformed;
        node = child_node(node, at, length);
        if (!node)
            goto no_memory;
        at += length;
        if (strcmp(at, "[+]") == 0) {
            slot = slot_of(tree, node, &node->count_slot);
            break;
        }
        if (*at == '[') {
            bool index = at[1] == '#';
            if ((at[1] != ']' && strcmp(at, "[#]") != 0) || node->rows)
                goto malformed;
            node = element_node(tree, node);
            if (!node)
                goto no_memory;
            if (index) {
                slot = slot_of(tree, node, &node->index_slot);
                break;
            }
            at += 2;
        }
        if (!*at) {
            slot = slot_of(tree, node, &node->slot);
            break;
        }
        if (*at++ != '.')
            goto malformed;
    }
    if (slot >= 0)
        return slot;
no_memory:
    (void)error_no_memory(error);
    return -1;
malformed:
    (void)error_set(error, EX_SOFTWARE, "'%.80s' is not a path", path);
    return -1;
}

int json_tree_add_members(struct json_tree *tree, const char *const names[], size_t depth,
                          struct error *error)
{
    struct node *node = &tree->root;
    int slot;

    for (size_t i = 0; i < depth; i++) {
        node = child_node(node, names[i], strlen(names[i]));
        if (!node) {
            (void)error_no_memory(error);
            return -1;
        }
    }
    slot = slot_of(tree, node, &node->slot);
    if (slot < 0)
        (void)error_no_memory(error);
    return slot;
}

void json_tree_clear(struct json_tree *tree)
{
    struct array *next;

    node_free(&tree->root);
    for (struct array *array = tree->arrays; array; array = next) {
        next = array->next;
        free(array->values);
        free(array);
    }
    free(tree->slots);
}
