# `export`: lists of a library as files, of which only those are written that change.

load helper
load messages
setup() { begin_test; }
teardown() { end_test; }

# list_of ID NAME TIME SNAPSHOT URI…: a reading of a playlist.
list_of() {
    local id=$1 name=$2 time=$3 snapshot=$4 position=0 uri
    shift 4
    for uri; do
        record playlist_items "$time" "$(item "$position" "$uri" "$snapshot" | sed "s/\"p1\"/\"$id\"/")"
        ((position += 1))
    done
    record playlists "$time" "$(jq -n -c --arg id "$id" --arg name "$name" --arg snapshot "$snapshot" \
        '{$id, $name, snapshot_id: $snapshot, items_snapshot_id: $snapshot, items: {total: '$#'}, items_total: '$#'}')"
}

# lists OPTION…: the program, whose name is that of a command of bash.
lists() {
    env export "$@"
}

# uris FILE: what is in it.
uris() {
    cut -f4 "$1" | sed 's/^spotify:track://' | paste -sd,
}

# stored MESSAGES-COMMAND…: stores what it prints in a.db.
stored() {
    "$@" | store a.db >/dev/null
}

# state FOLDER: the name, inode and time of each file in it.
state() {
    stat -c '%n %i %y %z' "$1"/* "$1"
}

@test "a folder gets a file for each playlist and one for the saved tracks, and a second export touches nothing" {
    stored list_of p1 Summer "$T1" s1 u1 u2
    stored list_of p2 'Winter: 2020/21?' "$T1" s1 u3
    stored record saved_tracks "$T1" "$(track t1 Song 2020-01-01T00:00:00Z)"
    run -0 spotify-sync --db a.db export --to text -o lists/
    assert_output ''
    assert_equal "$(cd lists && printf '%s|' *)" 'Saved tracks.txt|Summer.txt|Winter_ 2020_21_.txt|'
    assert_equal "$(uris lists/Summer.txt)" u1,u2
    state lists >before
    run -0 lists -v --to text -o lists a.db
    assert_output 'export: 0 of 3 files have changed'
    state lists | diff before -
    stored list_of p1 Summer "$T2" s2 u1 u2 u4
    run -0 lists -v --to text -o lists a.db
    assert_output 'export: 1 of 3 files have changed'
    assert_equal "$(uris lists/Summer.txt)" u1,u2,u4
    assert_equal "$(state lists | diff before - | grep -c '^>')" 2 # the file and the folder
    # Shorter, and a beginning of what it was.
    stored list_of p1 Summer "$T3" s3 u1
    run -0 lists --to text -o lists a.db
    assert_equal "$(uris lists/Summer.txt)" u1
}

@test "names are safe for every file system, and lists of one name keep their numbers" {
    local name
    stored list_of pa Rock "$T1" s1 u1
    stored list_of pb ROCK "$T2" s1 u2
    stored list_of pc Rock "$T3" s1 u3
    stored list_of pd 'rock (2)' "$T3" s1 u4
    stored list_of pe $'../..\n\e[31m' "$T3" s1 u5
    stored list_of pf .hidden "$T3" s1 u6
    stored list_of pg '' "$T3" s1 u7
    stored list_of ph CON "$T3" s1 u8
    stored list_of pi "$(printf 'ä%.0s' {1..300})" "$T3" s1 u9
    stored list_of pj 'Saved tracks' "$T3" s1 u10
    stored list_of pk 'ÉTÉ' "$T3" s1 u11
    stored list_of pl 'été' "$T3" s1 u12
    stored list_of pm 'ends. . ' "$T3" s1 u13
    run -0 lists --to text -o lists/ a.db
    (cd lists && for name in *; do printf '%s=%s\n' "$name" "$(uris "$name")"; done) | sort >found
    sort <<EOF | diff found -
CON_.txt=u8
ROCK (2).txt=u2
Rock (3).txt=u3
Rock.txt=u1
Saved tracks (2).txt=u10
Saved tracks.txt=
_._..__[31m.txt=u5
_hidden.txt=u6
ends.txt=u13
pg.txt=u7
rock (2) (2).txt=u4
$(printf 'ä%.0s' {1..100}).txt=u9
ÉTÉ.txt=u11
été (2).txt=u12
EOF
    # The first one goes: its file stays, and the others keep theirs.
    stored record playlists "$T3" '{"id":"pa","_sdc_deleted_at":"2026-11-25T18:00:00Z"}'
    state lists >before
    run -0 lists --to text -o lists a.db
    state lists | diff before -
    run -65 lists --playlist pa a.db
    assert_output "export: there is no playlist 'pa'"
}

@test "an export that is killed leaves the old file or the new one" {
    local calls point side
    stored list_of p1 Summer "$T1" s1 u1
    lists --to text -o lists/ a.db
    stored list_of p1 Summer "$T2" s2 u1 u2
    cp -a lists old
    preloaded kill-at KILL_AT_LOG="$PWD/calls" KILL_AT_POINT='export *' export --to text -o lists a.db
    calls=$(wc -l <calls)
    ((calls >= 3)) || fail "$(cat calls)"
    for ((point = 1; point <= calls; point++)); do
        for side in before after; do
            rm -rf lists calls && cp -a old lists
            run preloaded kill-at KILL_AT_LOG="$PWD/calls" KILL_AT_POINT='export *' KILL_AT_NUMBER="$point" KILL_AT_SIDE="$side" \
                KILL_AT_WHOM=self export --to text -o lists a.db
            run -0 uris lists/Summer.txt
            [[ $output == u1 || $output == u1,u2 ]] || fail "$output"
            lists --to text -o lists a.db
            assert_equal "$(ls -A lists | paste -sd,)" 'Saved tracks.txt,Summer.txt'
            assert_equal "$(uris lists/Summer.txt)" u1,u2
        done
    done
}

@test "one file takes one list, or all if the format does, and a link leads to it" {
    stored list_of p1 Summer "$T1" s1 u1
    stored list_of p2 Winter "$T1" s1 u2
    run -64 lists --all a.db
    assert_output "export: 5 lists need a folder: name one with -o"
    run -0 lists --all --to tunemymusic a.db
    assert_equal "$(cut -d, -f4 <<<"$output" | paste -sd,)" 'Playlist name,"Summer","Winter"'
    mkdir elsewhere
    ln -s elsewhere/list link
    : >elsewhere/list
    chmod 600 elsewhere/list
    run -0 lists --playlist winter --to text -o link a.db
    [[ -L link ]]
    assert_equal "$(stat -c %a elsewhere/list)" 600
    assert_equal "$(uris elsewhere/list)" u2
    run -74 lists -o /dev/null a.db
    assert_output "export: 'null' is no regular file: remove it first"
    run -74 lists -o nowhere/list a.db
    assert_output "export: cannot open the folder 'nowhere': No such file or directory"
    run -0 lists --playlist p1 --playlist p2 -o new a.db
    assert_equal "$(cd new && echo *)" 'Summer.csv Winter.csv'
}

@test "a library, its dump and the messages it was made of give the same lists" {
    local format list
    stand_in --tracks 150 --saved-albums 4 --playlists 3 --playlist-items 40
    control 'play?track=1'
    {
        fetch-tracks -q | enrich-artists -q | enrich-albums -q
        fetch-playlists -q
        fetch-albums -q
        fetch-plays -q
    } >messages
    store a.db messages >/dev/null
    dump a.db >dumped
    for format in csv text soundiiz m3u8 xspf jspf listens scrobbler-log; do
        lists --to "$format" a.db >list
        [[ $(wc -l <list) -gt 0 ]] || fail "$format"
        convert --to "$format" dumped | diff - list || fail "$format"
    done
    for list in --albums --all; do
        lists --to tunemymusic $list a.db | sort >list
        convert --to tunemymusic $list dumped | sort | diff - list || fail "$list"
        convert --to tunemymusic $list messages | sort | diff - list || fail "$list"
    done
    convert messages | diff - <(lists a.db)
}

@test "what is no library is refused" {
    run -74 lists nowhere.db
    assert_output 'export: cannot open nowhere.db: No such file or directory'
    sqlite3 other.db 'CREATE TABLE t (x)'
    run -78 lists other.db
    assert_output 'export: other.db holds no library; give another file'
    run -74 spotify-sync --db nowhere.db export
    assert_output --partial 'nowhere.db: No such file or directory'
    run -64 spotify-sync export --nonsense --db a.db
    assert_output --partial "export: unknown option '--nonsense'"
}
