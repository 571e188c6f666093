# store: of messages with one time_extracted the contents decide, whatever their order.
# shellcheck disable=SC2030,SC2031,SC2086 # T1 and the like are single words; bats runs each test in a subshell

load helper
load messages
setup() { begin_test; }
teardown() { end_test; }

@test "of two messages of one time the same one counts in any order" {
    pair() { # NUMBER STREAM RECORD: a message of either of two archives
        record "$2" $T1 "$3" >>"$1"
    }
    pair one saved_tracks "$(track t1 One 2025-05-05T05:05:05Z)"
    pair two saved_tracks "$(track t1 Two 2025-05-06T05:05:05Z)"
    pair one saved_tracks '{"id":"t2","added_at":"2025-05-05T05:05:05Z","place":7}'
    pair two saved_tracks '{"id":"t2","added_at":"2025-05-05T05:05:05Z","place":null}'
    pair one saved_tracks '{"id":"t3","name":"x","artists":[{"id":"ar3","name":"A"}],"album":{"id":"al3","name":"A"}}'
    pair two saved_tracks '{"id":"t4","name":"x","artists":[{"id":"ar3","name":"B"}],"album":{"id":"al3","name":"B"}}'
    pair one artists '{"id":"ar3","name":"A","popularity":5}'
    pair two artists '{"id":"ar3","name":"B"}'
    pair one artists '{"id":"ar4","name":"One","genres":["a"],"popularity":5}'
    pair two artists '{"id":"ar4","name":"Two","genres":["b"]}'
    pair one saved_albums '{"id":"al4","added_at":"2025-05-05T05:05:05Z","name":"x","label":"A","popularity":1}'
    pair two saved_albums '{"id":"al4","added_at":null,"name":"x","label":"B"}'
    pair one followed_artists '{"id":"ar5","_sdc_deleted_at":"2026-11-20T18:00:00Z"}'
    pair two followed_artists '{"id":"ar5","_sdc_deleted_at":"2026-11-21T18:00:00Z"}'
    pair one playlists '{"id":"p1","name":"One","public":true}'
    pair two playlists '{"id":"p1","name":"Two","public":null}'
    pair one playlist_items "$(item 0 x S1)"
    pair two playlist_items "$(item 0 y S1)"
    pair one plays '{"played_at":"2026-11-20T12:00:55.000Z","track_id":"t1","context_uri":"a"}'
    pair two plays '{"played_at":"2026-11-20T12:00:55.000Z","track_id":"t1","context_uri":"b"}'
    store a.db one two
    store b.db two one
    cat two one | store c.db
    diff <(contents a.db) <(contents b.db)
    diff <(contents a.db) <(contents c.db)
}

@test "of two messages of one time that differ in a list alone the same one counts in any order" {
    lists() { # ARTISTS GENRES
        local artists
        artists=$(jq -nc '[$ARGS.positional[] | if . == "null" then {id: null, name: null} else {id: ., name: .} end]' --args $1)
        record saved_tracks $T1 "{\"id\":\"t1\",\"name\":\"x\",\"artists\":$artists,\"album\":{\"id\":\"al1\",\"name\":\"x\",\"artists\":$artists}}"
        record albums $T1 "{\"id\":\"al2\",\"name\":\"x\",\"label\":\"L\",\"artists\":$artists}"
        record albums $T1 "{\"id\":\"al3\",\"artists\":$artists}"
        record artists $T1 "{\"id\":\"ar9\",\"name\":\"x\",\"genres\":$2}"
    }
    lists 'a b' '["b","\"x,y\"","b"]' >one
    lists 'a null c' '["x","b","\u00e9"]' >two
    lists a '[]' >three
    for order in 'one two three' 'one three two' 'two one three' 'two three one' 'three one two' 'three two one'; do
        rm -f a.db* b.db*
        store a.db $order
        cat $order | store b.db
        contents a.db >"contents $order"
        diff 'contents one two three' "contents $order"
        diff "contents $order" <(contents b.db)
    done
    # It is one of the three, and stays when they come again.
    assert_equal "$(sql a.db 'SELECT * FROM track_artists')" $'t1|0|a\nt1|2|c'
    assert_equal "$(sql a.db 'SELECT group_concat(artist_id) FROM album_artists GROUP BY album_id')" $'a,c\na,c\na,c'
    assert_equal "$(sql a.db 'SELECT genre FROM artist_genres ORDER BY genre')" $'b\nx\né'
    { cat two && echo '{"type":"STATE","value":{"bookmarks":{"saved_tracks":{},"albums":{},"artists":{}}}}'; } | store a.db >state
    assert_equal "$(jq '[.value.bookmarks[].updated] | add' state)" 0
}

@test "of two messages of one time about a show, an episode or a book the same one counts in any order" {
    local kind stream id=0
    spoken() { # DELETED LISTS
        id=0
        for kind in show episode audiobook; do
            stream=saved_${kind}s
            # removed twice at one time; saved and removed at one time; removed, and still removed later
            record "$stream" $T1 "{\"id\":\"$kind$((id += 1))\",\"_sdc_deleted_at\":\"2026-11-${1}T18:00:00Z\"}"
            record "$stream" $T1 "{\"id\":\"$kind$((id += 1))\",\"_sdc_deleted_at\":\"2026-11-${1}T18:00:00Z\"}"
            [[ $1 != 20 ]] || record "$stream" $T1 "{\"id\":\"$kind$id\",\"name\":\"x\"}"
            record "$stream" $T1 "{\"id\":\"$kind$((id += 1))\",\"name\":\"x\",$2}"
        done
    }
    spoken 20 '"languages":["en"],"authors":[{"name":"A"},{"name":"B"}],"narrators":[]' >one
    spoken 21 '"languages":["de","en"],"authors":[{"name":"A"}],"narrators":[{"name":"N"}]' >two
    spoken 22 '"languages":["en","en"],"authors":[{"name":null},{"name":"B"}],"narrators":[]' >three
    for order in 'one two three' 'one three two' 'two one three' 'two three one' 'three one two' 'three two one'; do
        rm -f a.db* b.db*
        store a.db $order
        cat $order | store b.db
        contents a.db >"contents $order"
        diff 'contents one two three' "contents $order"
        diff "contents $order" <(contents b.db)
    done
    assert_equal "$(sql a.db "SELECT removed_at FROM saved_shows WHERE show_id = 'show1'")" 2026-11-22T18:00:00Z
    assert_equal "$(sql a.db 'SELECT count(*) FROM saved_episodes WHERE removed_at IS NULL')" 2
}

@test "of two readings of a playlist at one time the same one counts in any order" {
    reading $T1 S1 a,A,I1 b,B,I2 >one
    reading $T1 S1 a,A,I1 c,C,I3 d,D,I4 >two
    reading $T1 S2 a,Other,I1 >three
    reading $T2 S3 a,A,I1 >later
    for order in 'one two three' 'three two one' 'two one three' 'one two' 'two one' 'later one two three' 'two three one later'; do
        rm -f a.db*
        store a.db $order
        ((number += 1))
        contents a.db >"contents of $(printf '%s\n' $order | sort | tr '\n' ' ')$number"
    done
    diff contents*' one three two 1' contents*' one three two 2'
    diff contents*' one three two 1' contents*' one three two 3'
    diff contents*' one two 4' contents*' one two 5'
    diff contents*' later one three two 6' contents*' later one three two 7'
    assert_equal "$(sql a.db 'SELECT uri, name FROM playlist_items')" 'a|A'
}
