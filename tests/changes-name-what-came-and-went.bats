# changes: what it lists, since when, and to whom.

load helper
load messages
setup() { begin_test; }
teardown() { end_test; }

@test "changes --json is JSON: before any sync, with nothing changed, and with names of any characters" {
    run -0 spotify-sync changes --json
    assert_output '[]'
    store a.db </dev/null
    run -0 spotify-sync --db a.db changes --json
    assert_output '[]'
    synced --tracks 60
    run -0 spotify-sync --db a.db changes --json --since 2126-01-01
    assert_output '[]'
    sql a.db "UPDATE tracks SET name = 'a'||char(31)||'b'||char(10)||char(27)||'\\u0041\"%ü'"
    run -0 spotify-sync --db a.db changes --json --since 2000-01-01
    assert_equal "$(jq -c 'map(.name) | unique' <<<"$output")" '["a\u001fb\n\u001b\\u0041\"%ü"]'
    assert_equal "$(jq length <<<"$output")" 60
}

# changes_since TEXT: whether the driver's query knows the time, and how many changes of a.db there are since then.
changes_since() {
    sql a.db '.parameter init' "INSERT INTO temp.sqlite_parameters VALUES (':since', '$1'), (':json', '')" '.output /dev/null' \
        ".read $BATS_TEST_DIRNAME/../schema/driver/changes.sql" '.output stdout' \
        "SELECT format('%d %d', at IS NOT NULL, (SELECT count(*) FROM changes)) FROM since"
}

@test "--since takes dates that exist, whole or not, with a time, and spans of time" {
    local since
    synced --tracks 20
    run -0 spotify-sync --db a.db changes --since 2024-02-29
    assert_equal "${lines[0]} ${#lines[@]}" 'Liked Songs: 21'
    for since in 2000-01-01 2020 2026-01 '2000-01-01 10:00' 2000-01-01T10:00:00Z '2000-01-01 10:00:00+02:00' \
        '50 years ago' '600 months ago' '99999 days ago'; do
        assert_equal "$since: $(changes_since "$since")" "$since: 1 20"
    done
    sql a.db "UPDATE saved_tracks SET added_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-' || rowid || ' days')"
    for since in today:0 yesterday:1 '1 hour ago:0' '59 minutes ago:0' '36 hours ago:1' '84 hours ago:3'; do
        assert_equal "${since%:*}: $(changes_since "${since%:*}")" "${since/:/: 1 }"
    done
    spotify-sync --db a.db changes --json --since '1 week ago' >in
    assert_regex "$(jq length in)" '^[67]$'
    for since in '' 20261101; do
        run -64 spotify-sync --db a.db changes --since "$since"
        assert_output "spotify-sync: --since takes a date such as 2026-11-23, 2026-11, yesterday or \"7 days ago\", not '$since'; \
try 'spotify-sync --help'"
    done
    for since in now '-7 days' 12:00 2026-02-31 2026-13-01 2026-13 2026-11-23x 2026-11-23T25:00 'days ago' '7 moons ago' \
        '7 ago' '123456 days ago'; do
        assert_equal "$since: $(changes_since "$since")" "$since: 0 0"
    done
    run -64 spotify-sync --db none.db changes --since ''
}

@test "changes are in local time, by list, with albums and artists, and it says when there are none" {
    export TZ=Europe/Berlin
    synced --tracks 60 --playlists 8 --saved-albums 5 --followed-artists 5
    run -0 spotify-sync --db a.db changes --since 2126-01-01
    assert_output 'Nothing has changed since 2126-01-01 00:00.'
    sql a.db "UPDATE saved_tracks SET added_at = '2025-01-01T00:00:00Z';
        UPDATE saved_tracks SET added_at = '2026-07-01T22:30:00Z' WHERE rowid = 1; UPDATE tracks SET name = 'A song';
        UPDATE saved_albums SET added_at = '2026-07-02T00:00:00Z', removed_at = '2026-07-03T00:00:00Z' WHERE rowid = 1;
        UPDATE followed_artists SET removed_at = '2026-07-04T00:00:00Z' WHERE rowid = 1"
    run -0 spotify-sync --db a.db changes --since 2026-07
    assert_line --index 0 'Liked Songs:'
    assert_line --index 1 --regexp '^  2026-07-02 00:30 [+] A song [(].+[)]$'
    assert_line --regexp '^  2026-07-03 02:00 - .+ [(].+[)]$'
    assert_line 'Followed artists:'
    assert_line --regexp '^  2026-07-04 02:00 - '
}

@test "a playlist that was renamed or reordered is listed, also by the library that a dump makes" {
    stand_in --tracks 10 --playlists 4 --playlist-items 9 --foreign-playlists 0
    ask playlists >was
    spotify-sync -q --db a.db
    run -0 spotify-sync --db a.db changes --json
    assert_output '[]'
    control 'change?do=playlist-rename&index=0'
    control 'change?do=playlist-reorder&index=1'
    control 'change?do=playlist&index=2'
    ask playlists >is
    spotify-sync -q --db a.db
    dump a.db | store b.db >/dev/null
    spotify-sync --db b.db changes --json | diff <(spotify-sync --db a.db changes --json) -
    spotify-sync -q --full --db a.db
    run -0 spotify-sync --db a.db changes --json
    jq -c 'map(select(.kind == "playlist") | del(.at))' <<<"$output" >found
    jq -cn --slurpfile was was --slurpfile is is '[
        {change: "renamed", kind: "playlist", id: $is[0].id, name: $is[0].name, context: $was[0].name},
        {change: "reordered", kind: "playlist", id: $is[1].id, name: $is[1].name, context: null}]' | diff - found
    run -0 spotify-sync --db a.db changes
    assert_line --index 0 'Playlists:'
    assert_line --index 1 --regexp '^  [0-9-]+ [0-9:]+ ~ .+ \(renamed from .+\)$'
    assert_line --index 2 --regexp '^  [0-9-]+ [0-9:]+ ~ .+ \(reordered\)$'
}

@test "a playlist that got back its former name, or has been seen just once, is not said to have others" {
    local order
    record playlists "$T1" "$(playlist S1 0 | sed 's/Mix/A/')" >a
    record playlists "$T2" "$(playlist S1 0 | sed 's/Mix/B/')" >b
    record playlists "$T3" "$(playlist S1 0 | sed 's/Mix/A/')" >c
    for order in 'a b c' 'c b a' 'b a c' 'c a b'; do
        rm -f a.db*
        # shellcheck disable=SC2086 # these are three files
        cat $order | store a.db >/dev/null
        assert_equal "$order: $(sql a.db 'SELECT * FROM playlist_names ORDER BY name' | xargs)" "$order: p1|A|$T1|$T3 p1|B|$T2|$T2"
        assert_equal "$(sql a.db 'SELECT former_name, name, changed_at FROM playlist_changes ORDER BY name DESC')" \
            "A|B|${T2%.*}Z
B|A|${T2%.*}Z"
    done
    sqlite3 old.db <"$BATS_TEST_DIRNAME/../schema/library.sql"
    sql old.db "INSERT INTO playlists (id, name, seen_at) VALUES ('p1', 'A', '$T1'), ('p2', NULL, '$T1'), ('p3', 'C', '')"
    store old.db </dev/null
    assert_equal "$(sql old.db 'SELECT * FROM playlist_names')" "p1|A|$T1|$T1"
    assert_equal "$(sql old.db 'SELECT * FROM playlist_changes')" ''
}

@test "an artist is followed since the sync that saw it first, but for those of the first sync or of an older library" {
    local version
    stand_in --tracks 20 --followed-artists 3
    spotify-sync -q --db a.db
    control 'change?do=follow'
    next_second
    sql a.db "UPDATE readings SET completed_at = '2000-01-01T00:00:00Z'"
    spotify-sync -q --db a.db
    run -0 spotify-sync --db a.db changes --json
    assert_equal "$(jq -c 'map(select(.kind == "artist") | .change)' <<<"$output")" '["added"]'
    for version in library migrate/{2..10}; do
        sqlite3 old.db '.dbconfig defensive off' ".read $BATS_TEST_DIRNAME/../schema/$version.sql" >/dev/null
    done
    sql old.db "INSERT INTO artists (id, name) VALUES ('ar1', 'One'), ('ar2', 'Two');
        INSERT INTO sync_history (kind, status, started_at, completed_at)
            VALUES ('incremental', 'Success', strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-9 days'), strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-8 days'));
        INSERT INTO followed_artists (artist_id, seen_at)
            VALUES ('ar1', strftime('%Y-%m-%dT%H:%M:%S.000000Z', 'now', '-1 days')), ('ar2', '')"
    store old.db </dev/null
    run -0 spotify-sync --db old.db changes --json
    assert_output '[]'
    dump old.db | store again.db >/dev/null
    assert_equal "$(sql again.db 'SELECT count(DISTINCT first_seen_at) FROM followed_artists')" 1
}
