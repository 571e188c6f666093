#include "list/own_records.h"
#include "singer/account_key.h"
#include "singer/messages.h"
#include "json/member.h"

void own_records_add(struct own_records *own, jv message)
{
    jv record;

    if (!own->stream)
        return;
    /* who saved it when is a fact of the list */
    record = jv_object_delete(member_get(message, "record"), jv_string("added_at"));
    record = jv_object_delete(record, jv_string(ACCOUNT_KEY));
    message = jv_object_set(jv_copy(message), jv_string("stream"), jv_string(own->stream));
    message = jv_object_set(message, jv_string("record"), record);
    if (!jv_is_valid(own->messages))
        own->messages = jv_array();
    own->messages = jv_array_append(own->messages, message);
}

bool own_records_print(struct own_records *own, struct error *error)
{
    const struct messages of_nobody = {0};
    jv messages = own->messages;
    bool done;

    if (!jv_is_valid(messages))
        return true;
    done = own->schema_printed || messages_print_schema(&of_nobody, own->stream, error);
    own->messages = jv_invalid();
    own->schema_printed = true;
    for (int i = 0; done && i < jv_array_length(jv_copy(messages)); i++)
        done = messages_print_one(jv_array_get(jv_copy(messages), i), error);
    jv_free(messages);
    return done;
}

void own_records_clear(struct own_records *own)
{
    jv_free(own->messages);
    own->messages = jv_invalid();
}
