# Answers of the API in which something is not what it should be: what is good of them is kept.

load helper
setup() {
    begin_test
    stand_in --tracks 10 --playlists 0
}
teardown() { end_test; }

# answers ENDPOINT JSON: what is asked there is answered so from now on.
answers() {
    printf '%s' "$2" >"answer-$1.json"
    control "set?answer=$1=$PWD/answer-$1.json" >/dev/null
}

# page ITEMS: a list's only page, from a JSON array.
page() {
    jq -nc --argjson items "$1" '{$items, total: ($items | length), limit: 50, offset: 0, next: null}'
}

# records STREAM FILTER: of the records in out.
records() {
    jq -c --arg stream "$1" "select(.type == \"RECORD\" and .stream == \$stream).record | $2" out
}

id() {
    printf '%022d' "$1"
}

track() { # N [MEMBERS]
    printf '{"id":"%s","type":"track","name":"song","uri":"spotify:track:%s"%s}' "$(id "$1")" "$(id "$1")" "${2:-}"
}

@test "each entry of a playlist gives a record, whatever it is" {
    local entries
    entries='[57, null, "x", [], {}, {"track": 57, "added_by": "someone"}, {"track": {}, "added_by": 5},
        {"item": "x", "added_at": "2026-11-20T12:00:00Z"}, {"item": null, "added_by": null},
        {"item": '"$(track 1)"', "added_by": "someone"},
        {"track": '"$(track 2 ',"artists":[57,"x",null,[]],"album":"none"')"', "added_by": {"id": "jo"}}]'
    answers playlists "$(page "[{\"id\":\"$(id 9)\",\"snapshot_id\":\"S\",\"tracks\":{\"total\":11}}]")"
    answers playlist-items "$(page "$entries")"
    fetch-playlists >out
    assert_equal "$(records playlist_items .position | paste -sd ' ')" '0 1 2 3 4 5 6 7 8 9 10'
    assert_equal "$(records playlist_items .kind | uniq -c | awk '{ print $1, $2 }' | paste -sd ' ')" \
        '9 "unavailable" 2 "track"'
    assert_equal "$(records playlist_items 'select(.added_by).added_by')" '"jo"'
    assert_equal "$(records playlist_items 'select(.added_at).position')" 7
    store a.db <out >/dev/null
    assert_equal "$(sql a.db 'SELECT count(*), count(track_id) FROM playlist_items')" '11|2'
}

@test "each album with an id gives a record, whatever its tracks and artists are" {
    local odd parts=('57' '"x"' '[]' 'null' '{}' '{"items":5}' '{"items":[57,null,{"artists":"x"}]}') albums=() batch=()
    for odd in "${!parts[@]}"; do
        batch+=("{\"id\":\"$(id "$odd")\",\"name\":\"a\",\"tracks\":${parts[odd]},\"artists\":${parts[odd]},\"genres\":[]}")
        albums+=("{\"added_at\":\"2026-11-20T12:00:00Z\",\"album\":${batch[odd]}}")
    done
    answers saved-albums "$(page "[$(IFS=, && echo "${albums[*]}")]")"
    fetch-albums >out
    assert_equal "$(records saved_albums .id | wc -l)" ${#parts[@]}
    answers albums "{\"albums\":[$(IFS=, && echo "${batch[*]}")]}"
    for odd in "${!parts[@]}"; do
        printf '{"type":"RECORD","stream":"albums","record":{"id":"%s"}}\n' "$(id "$odd")"
    done | enrich-albums --mode batch >out
    assert_equal "$(records albums 'select(.name).id' | wc -l)" ${#parts[@]}
    assert_equal "$(records albums 'select(.unavailable_at).id')" ''
}

@test "a track, an album or a play with odd parts gives a record, and what has no id gives none" {
    local good odd
    good=$(track 1)
    for odd in 57 '"x"' '[]' '{}' 'null' '[57,null,[]]' '{"items":"x","uri":5}'; do
        answers tracks "$(page "[57, \"x\", [], {\"track\":5}, {\"track\":$(track 2 ",\"album\":$odd,\"artists\":$odd")},
            {\"track\":$good}]")"
        fetch-tracks >out
        assert_equal "$(records saved_tracks '[.id, .place]' | paste -sd ' ')" \
            "[\"$(id 2)\",2] [\"$(id 1)\",1]"
        answers recently-played "{\"items\":[57, null, \"x\", [], {\"played_at\":\"2026-11-20T12:00:00.000Z\",\"track\":5},
            {\"played_at\":\"2026-11-20T12:00:00.000Z\",\"track\":$good,\"context\":$odd}]}"
        fetch-plays >out
        assert_equal "$(records plays .track_id)" "\"$(id 1)\""
    done
}
