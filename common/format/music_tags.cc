#include "format/music_tags.h"

#include <cstring>
#include <strings.h>
#include <taglib/audioproperties.h>
#include <taglib/fileref.h>
#include <taglib/tdebuglistener.h>
#include <taglib/tfilestream.h>
#include <taglib/tpropertymap.h>

namespace
{

/* What TagLib finds odd in a file is of no use to a reader of lists. */
class Silence : public TagLib::DebugListener
{
    void printMessage(const TagLib::String &) override {}
};

Silence silence;

struct Property {
    const char *tag;
    const char *name;
};

const Property properties[] = {
    {"ISRC", "isrc"}, {"ARTIST", "artist"}, {"ALBUMARTIST", "artist"}, {"TITLE", "title"}};

} // namespace

bool music_tags_has_name(const char *name)
{
    const char *dot = std::strrchr(name, '.');

    if (!dot)
        return false;
    for (const TagLib::String &ending : TagLib::FileRef::defaultFileExtensions())
        if (strcasecmp(ending.toCString(), dot + 1) == 0)
            return true;
    return false;
}

bool music_tags_read(const char *path,
                     bool (*take)(void *context, const char *property, const char *value),
                     void *context, int *milliseconds)
try {
    TagLib::setDebugListener(&silence);
    TagLib::FileStream stream(path, true);
    TagLib::FileRef file(&stream);

    if (!stream.isOpen() || file.isNull())
        return false;
    *milliseconds = file.audioProperties() ? file.audioProperties()->lengthInMilliseconds() : 0;
    const TagLib::PropertyMap tags = file.file()->properties();
    for (const Property &property : properties) {
        if (!tags.contains(property.tag))
            continue;
        const TagLib::StringList &values = tags[property.tag];
        for (const TagLib::String &value : values)
            if (!take(context, property.name, value.toCString(true)))
                return false;
        if (values.size() > 1 && !take(context, property.name, values.toString().toCString(true)))
            return false;
    }
    return true;
} catch (...) {
    return false;
}
