# shellcheck shell=bash disable=SC2034 # the tests use what is set here
# Messages for `store` to read, and a look at what it made of them.
#
# record STREAM TIME RECORD       a RECORD, without time_extracted if TIME is empty
# track ID NAME ADDED_AT          the record of a saved track of album al1 by artists ar1 and ar2
# item POSITION URI SNAPSHOT      the record of an item of playlist p1
# playlist SNAPSHOT TOTAL         the record of playlist p1, with all its items read
# tracks FIRST LAST               RECORDs of saved tracks, numbered
# contents DB                     all rows of all tables, sorted
# T1, T2, T3                      times, oldest first

record() {
    if [ "$2" ]; then
        printf '{"type":"RECORD","stream":"%s","record":%s,"time_extracted":"%s"}\n' "$1" "$3" "$2"
    else
        printf '{"type":"RECORD","stream":"%s","record":%s}\n' "$1" "$3"
    fi
}

track() {
    printf '{"id":"%s","added_at":"%s","place":1,"name":"%s","duration_ms":1000,"explicit":false,' \
        "$1" "$3" "$2"
    printf '"external_ids":{"isrc":"X1"},"artists":[{"id":"ar1","name":"One"},{"id":"ar2","name":'
    printf '"Two"}],"album":{"id":"al1","name":"Album","total_tracks":2,"artists":[{"id":"ar1",'
    printf '"name":"One"}]}}'
}

item() {
    printf '{"playlist_id":"p1","position":%d,"snapshot_id":"%s","uri":"%s","kind":"track",' \
        "$1" "$3" "$2"
    printf '"track_id":"%s","name":"%s","added_at":"2025-01-01T00:00:00Z","added_by":"u",' "$2" "$2"
    printf '"track":{"id":"%s","name":"%s","artists":[]}}' "$2" "$2"
}

playlist() {
    printf '{"id":"p1","name":"Mix","snapshot_id":"%s","items":{"total":%d},' "$1" "$2"
    printf '"items_snapshot_id":"%s","items_total":%d}' "$1" "$2"
}

contents() {
    sql "$1" "SELECT printf('SELECT %Q, * FROM \"%w\";', name, name) FROM sqlite_schema WHERE type = 'table'" |
        sql "$1" | sort
}

T1=2026-11-23T18:00:00.000000Z
T2=2026-11-24T18:00:00.000000Z
T3=2026-11-25T18:00:00.000000Z

tracks() {
    seq "$1" "$2" | sed "s/.*/$(record saved_tracks $T1 '{"id":"t&","name":"Song","artists":[{"id":"ar1"}]}')/"
}

# reading TIME SNAPSHOT ITEM…: a reading of playlist p1; an item is URI NAME ISRC, separated by commas.
reading() {
    local time=$1 snapshot=$2 item position=0 uri name isrc
    shift 2
    for item in "$@"; do
        IFS=, read -r uri name isrc <<<"$item"
        record playlist_items "$time" "{\"playlist_id\":\"p1\",\"position\":$position,\"snapshot_id\":\"$snapshot\",\"uri\":\"$uri\",
            \"name\":\"$name\",\"added_at\":\"2025-01-01T00:00:00Z\",\"track\":{\"external_ids\":{\"isrc\":\"$isrc\"}}}" | tr -d '\n'
        echo
        ((position += 1))
    done
    record playlists "$time" "$(playlist "$snapshot" $#)"
}
