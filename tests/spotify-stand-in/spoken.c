#include "spoken.h"

#include "moment.h"
#include "names.h"

static bool write_show(struct call *call, const struct entry *entry, bool is_audiobook)
{
    if (entry->hidden)
        return false;
    text_add(call->body, "{\"added_at\":\"");
    moment_add_seconds(call->body, entry->added_at);
    text_add(call->body, "\",\"show\":");
    object_show(call->body, &call->shape, is_audiobook ? ID_AUDIOBOOK : ID_SHOW, entry->number);
    text_add(call->body, "}");
    return true;
}

static uint32_t write_of_show(struct call *call, size_t place)
{
    struct library *library = &call->in->library;
    size_t shows = library->shows.count;

    return place < shows ? entry_at(&library->shows, place)->write
                         : entry_at(&library->audiobooks, place - shows)->write;
}

static bool write_saved_show(struct call *call, size_t place)
{
    struct library *library = &call->in->library;
    size_t shows = library->shows.count;

    return place < shows ? write_show(call, entry_at(&library->shows, place), false)
                         : write_show(call, entry_at(&library->audiobooks, place - shows), true);
}

void call_saved_shows(struct call *call)
{
    if (call_read_page(call))
        call_answer_page(
            call,
            call_seen(call, call->in->library.shows.count + call->in->library.audiobooks.count,
                      write_of_show),
            write_saved_show);
}

static uint32_t write_of_episode(struct call *call, size_t place)
{
    return entry_at(&call->in->library.episodes, place)->write;
}

static bool write_saved_episode(struct call *call, size_t place)
{
    const struct entry *entry = entry_at(&call->in->library.episodes, place);
    bool may_resume = accounts_allow(&call->in->accounts, call->request->authorization,
                                     "user-read-playback-position");

    if (entry->hidden)
        return false;
    text_add(call->body, "{\"added_at\":\"");
    moment_add_seconds(call->body, entry->added_at);
    text_add(call->body, "\",\"episode\":");
    object_saved_episode(call->body, &call->shape, entry->number, may_resume);
    text_add(call->body, "}");
    return true;
}

void call_saved_episodes(struct call *call)
{
    if (call_read_page(call))
        call_answer_page(call, call_seen(call, call->in->library.episodes.count, write_of_episode),
                         write_saved_episode);
}

static uint32_t write_of_audiobook(struct call *call, size_t place)
{
    return entry_at(&call->in->library.audiobooks, place)->write;
}

static bool write_saved_audiobook(struct call *call, size_t place)
{
    const struct entry *entry = entry_at(&call->in->library.audiobooks, place);

    if (entry->hidden)
        return false;
    object_audiobook(call->body, &call->shape, entry->number);
    return true;
}

void call_saved_audiobooks(struct call *call)
{
    if (call_read_page(call))
        call_answer_page(call,
                         call_seen(call, call->in->library.audiobooks.count, write_of_audiobook),
                         write_saved_audiobook);
}

static struct entry_list *changed_list(struct library *library, const char *what)
{
    return strstr(what, "show") != NULL      ? &library->shows
           : strstr(what, "episode") != NULL ? &library->episodes
                                             : &library->audiobooks;
}

bool change_spoken(struct library *library, const struct change *change, struct text *result)
{
    struct entry_list *list = changed_list(library, change->what);
    size_t place = change->place > 0 ? (size_t)change->place : 0;

    if (strncmp(change->what, "un", 2) != 0) {
        entry_insert(list, 0,
                     (struct entry){.number = library->next_spoken++,
                                    .added_at = list->count > 0 ? entry_at(list, 0)->added_at + 60
                                                                : INT64_C(1795176000)});
    } else if (place < list->count) {
        entry_remove(list, place);
    } else {
        text_add(result, "there is no such place");
        return false;
    }
    text_format(result, "{\"do\":\"%s\",\"total\":%zu}\n", change->what, list->count);
    return true;
}

static bool tell_entry(struct stand_in *in, struct entry_list *list, size_t place,
                       enum id_kind kind, struct text *text)
{
    char name[NAME_SIZE];

    if (place >= list->count)
        return false;
    const struct entry *entry = entry_at(list, place);
    if (entry->hidden)
        return true;
    struct spotify_id id = catalogue_id(&in->library.catalogue, kind, entry->number);
    object_name(&in->library.catalogue, kind, entry->number, name);
    text_format(text, "{\"id\":\"%s\",\"added_at\":\"", id.text);
    moment_add_seconds(text, entry->added_at);
    text_add(text, "\",\"name\":");
    text_json(text, name);
    text_add(text, "}\n");
    return true;
}

bool truth_saved_show(struct stand_in *in, size_t place, struct text *text)
{
    return tell_entry(in, &in->library.shows, place, ID_SHOW, text);
}

bool truth_saved_episode(struct stand_in *in, size_t place, struct text *text)
{
    return tell_entry(in, &in->library.episodes, place, ID_EPISODE, text);
}

bool truth_saved_audiobook(struct stand_in *in, size_t place, struct text *text)
{
    return tell_entry(in, &in->library.audiobooks, place, ID_AUDIOBOOK, text);
}
