# `list` and `search`: what people ask for without SQL, at a terminal of any width, in a pipe and as JSON.

load helper
load messages
setup() { begin_test; }
teardown() { end_test; }

# song ID NAME ARTIST ADDED_AT: the record of a saved track.
song() {
    jq -nc --arg id "$1" --arg name "$2" --arg artist "$3" --arg at "$4" '{id: $id, name: $name, added_at: $at,
        duration_ms: 61000, uri: "spotify:track:\($id)", album: {id: "al1", name: "The Album", release_date: "1999"},
        artists: [{id: "ar\($id)", name: $artist}]}'
}

# made_library: in a.db, three liked songs and a playlist Mix of two of them.
made_library() {
    {
        record saved_tracks "$T1" "$(song t1 'Teardrop' 'Massive Attack' 2020-01-01T00:00:00Z)"
        record saved_tracks "$T1" "$(song t2 '北方的灯塔🎵' 'Björk & a name that is longer than any column' 2021-01-01T00:00:00Z)"
        record saved_tracks "$T1" "$(song t3 $'a\e[31m\tb\xc2\x9b\xe2\x80\xae' 'Ærø' 2022-01-01T00:00:00Z)"
        record playlist_items "$T1" "$(item 0 spotify:track:t1 S1 | jq -c '.track_id = "t1" | del(.track, .name)')"
        record playlist_items "$T1" "$(item 1 spotify:track:t2 S1 | jq -c '.track_id = "t2" | del(.track, .name)')"
        record playlists "$T1" "$(playlist S1 2)"
    } | store a.db >/dev/null
}

# at_columns COLUMNS COMMAND…: runs it on a terminal of this width; sets `lines`.
at_columns() {
    local columns=$1
    shift
    run -0 script -qec "stty cols $columns rows 24; $*" /dev/null </dev/null
    output=${output//$'\r'/}
    mapfile -t lines <<<"$output"
}

@test "a pipe gets whole lines with tabs between the columns, and no header" {
    made_library
    run -0 spotify-sync --db a.db list
    assert_line --index 0 $'a?[31m b??\tÆrø\t2022-01-01\tThe Album'
    assert_line --index 2 $'Teardrop\tMassive Attack\t2020-01-01\tThe Album'
    run -0 spotify-sync --db a.db list -n 1 mix
    assert_output $'Teardrop\tMassive Attack\t2025-01-01\tThe Album'
    run -0 spotify-sync --db a.db list playlists
    assert_output $'Mix\t2\t\tp1'
    run -0 spotify-sync --db a.db list artists
    assert_line $'Ærø\t1\t\t'
    for list in albums plays shows episodes audiobooks; do
        run -0 spotify-sync --db a.db list "$list"
        assert_output "list: the list '$list' is empty"
    done
}

@test "a terminal of 80, 40 and 22 columns gets a table that fits, with wide characters and pictures counted" {
    local columns command line wide
    made_library
    for columns in 80 40 22; do
        for command in 'list' 'list Mix' 'list artists' 'search the'; do
            at_columns $columns spotify-sync --db a.db "$command"
            for line in "${lines[@]}"; do
                # Each of these takes two columns.
                wide=${line//[!北方的灯塔🎵]/}
                ((${#line} + ${#wide} <= columns)) || fail "$columns: $line"
            done
        done
        at_columns $columns spotify-sync --db a.db list
        assert_regex "${lines[0]}" '^Song +Artists'
        assert_equal "$(grep -c '^' <<<"$output")" 4
    done
    at_columns 80 spotify-sync --db a.db list
    assert_equal "${lines[0]}" 'Song          Artists                                      Saved       Album'
    assert_equal "${lines[2]}" '北方的灯塔🎵  Björk & a name that is longer than any col…  2021-01-01  The Album'
    at_columns 22 spotify-sync --db a.db list
    assert_equal "${lines[2]}" '北方的灯…   Björk & a…'
}

@test "control characters of names reach no terminal, and in JSON no terminal either" {
    made_library
    for command in 'list' 'list --json' 'search a' 'search --json a'; do
        at_columns 80 spotify-sync --db a.db "$command"
        refute_output --partial $'\e'
        refute_output --partial $'\xc2\x9b'
        refute_output --partial $'\xe2\x80\xae'
    done
    spotify-sync --db a.db list --json -n 1 >in
    assert_equal "$(jq -r .name in)" $'a\e[31m\tb\xc2\x9b\xe2\x80\xae'
    assert_equal "$(jq -c '[.artists, .duration_ms, .added_at, .uri]' in)" '["Ærø",61000,"2022-01-01T00:00:00Z","spotify:track:t3"]'
}

@test "search finds all words, without accents and in any order, and says where a song is" {
    made_library
    run -0 spotify-sync --db a.db search MASSIVE tear
    assert_output $'Teardrop\tMassive Attack\tliked, Mix\tThe Album'
    run -0 spotify-sync --db a.db search bjork
    assert_output --partial 'Björk'
    run -0 spotify-sync --db a.db search mix
    assert_output $'Mix\t\tplaylist\t'
    run -0 spotify-sync --db a.db search aero --json
    assert_equal "$(jq -c '[.kind, .liked, .playlists]' <<<"$output")" '["song",true,[]]'
    record saved_tracks "$T2" '{"id":"t1","_sdc_deleted_at":"2026-11-24T18:00:00Z"}' | store a.db >/dev/null
    run -0 spotify-sync --db a.db search teardrop
    assert_output $'Teardrop\tMassive Attack\tMix\tThe Album'
    for words in 'teardrop bjork' '!!' '" OR'; do
        run -0 spotify-sync --db a.db search "$words"
        assert_output "search: nothing in the library has all of these words: $words"
    done
}

@test "a playlist is named exactly, in other capitals, by its words, or by its id" {
    {
        record playlists "$T1" '{"id":"p1","name":"Road trip","snapshot_id":"S","items":{"total":0}}'
        record playlists "$T1" '{"id":"p2","name":"road Trip","snapshot_id":"S","items":{"total":0}}'
    } | store a.db >/dev/null
    for name in 'Road trip' p1 spotify:playlist:p1 'https://open.spotify.com/playlist/p1?si=x'; do
        # shellcheck disable=SC2086 # it may be several words
        run -0 spotify-sync --db a.db list $name
        assert_output "list: the list '$name' is empty"
    done
    run -65 spotify-sync --db a.db list 'ROAD TRIP'
    assert_output --partial "several playlists are called 'ROAD TRIP'; give the id"
    run -65 spotify-sync --db a.db list none
    assert_output --partial "there is no list or playlist 'none'"
    run -64 spotify-sync --db a.db search
    run -74 spotify-sync --db none.db list
    assert_output "list: cannot open $PWD/none.db: No such file or directory"
}
