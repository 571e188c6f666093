# status and history: before, during and after a sync, to a person and to a program.

load helper
setup() { begin_test; }
teardown() { end_test; }

@test "before any sync status and history say so, and make no file" {
    run -0 spotify-sync --db a.db status
    assert_output --partial 'no sync'
    run -0 spotify-sync --db a.db history
    assert_output --partial 'no sync'
    run -0 spotify-sync --db a.db status --json
    assert_equal "$(jq -c '[.sync_history_id, .status, .running, .phases]' <<<"$output")" \
        '[null,null,false,{}]'
    run -1 test -e a.db
    run -0 spotify-sync --db $'a\e[31m\n' status
    assert_line --partial "into '$PWD/a?[31m?' yet"
    store a.db </dev/null
    run -0 spotify-sync --db a.db status
    assert_output --partial 'no sync'
}

@test "another program's database, or one of a newer version, is named and refused" {
    local file command
    sql other.db 'CREATE TABLE t (x)'
    sql alike.db 'CREATE TABLE sync_history (id); PRAGMA user_version = 2'
    sql newer.db 'CREATE TABLE sync_history (id); PRAGMA application_id = 1936749433; PRAGMA user_version = 99'
    for file in other alike newer; do
        cp $file.db before
        for command in status 'status --json' history changes; do
            # shellcheck disable=SC2086
            run -78 --separate-stderr spotify-sync --db $file.db $command
            [[ -z $output && $stderr == "spotify-sync: '$PWD/$file.db' "* ]]
        done
        cmp $file.db before
    done
}

@test "status --json reports the sync and its four phases" {
    stand_in --tracks 300 --playlists 7
    spotify-sync --db a.db
    run -0 spotify-sync --db a.db status --json
    assert_equal "$(jq -r '[.sync_history_id, .kind, .status, .running] | join(" ")' <<<"$output")" \
        '1 full Success false'
    jq -e '[.started_at, .completed_at] | all(test("^20..-..-..T..:..:..Z$"))' <<<"$output"
    assert_equal "$(jq -c '.phases | keys_unsorted' <<<"$output")" \
        '["tracks","artists","albums","playlists"]'
    jq -e '.phases.tracks == {status: "Success", current_offset: 300, total_items: 300,
        items_processed: 300, percent_complete: 100, last_error: null, rate_limit_reset_at: null}' \
        <<<"$output"
    assert_equal "$(jq -c '.phases.playlists | [.status, .total_items]' <<<"$output")" \
        '["Success",7]'
    assert_equal "$(jq '.phases.artists.items_processed' <<<"$output")" \
        "$(sql a.db 'SELECT count(*) FROM artists')"
}

@test "status works while a sync is running" {
    sync_that_stands_still
    run -0 spotify-sync --db a.db status
    assert_line --partial 'running'
    assert_line --regexp '^  tracks +in progress +[0-9]+ of 500'
    assert_line --regexp '^  playlists +not started'
}

@test "a sync that was killed is called interrupted" {
    sync_that_stands_still
    kill -KILL -- "-$background_pid"
    until_true 60 flock -n a.db.lock true
    run -0 spotify-sync --db a.db status
    assert_line --partial 'interrupted'
}

@test "history lists every sync" {
    stand_in --tracks 60
    spotify-sync --db a.db
    spotify-sync --db a.db
    run -0 spotify-sync --db a.db history
    assert_line --regexp '^ +1 +full +done '
    assert_line --regexp '^ +2 +[a-z]+ +done '
}

@test "changes --json is JSON: before any sync, with nothing changed, and with names of any characters" {
    run -0 spotify-sync --db a.db changes --json
    assert_output '[]'
    store a.db </dev/null
    run -0 spotify-sync --db a.db changes --json
    assert_output '[]'
    stand_in --tracks 60 --playlists 3
    spotify-sync -q --db a.db
    run -0 spotify-sync --db a.db changes --json --since 2126-01-01
    assert_output '[]'
    sql a.db "UPDATE tracks SET name = 'a'||char(31)||'b'||char(10)||char(27)||'\\u0041\"%ü'"
    run -0 spotify-sync --db a.db changes --json --since 2000-01-01
    assert_equal "$(jq -c 'map(.name) | unique' <<<"$output")" '["a\u001fb\n\u001b\\u0041\"%ü"]'
    assert_equal "$(jq length <<<"$output")" 60
}

@test "--since takes dates that exist, with a time or without" {
    local since
    stand_in --tracks 20
    spotify-sync -q --db a.db
    for since in 2000-01-01 2024-02-29 '2000-01-01 10:00' 2000-01-01T10:00:00Z '2000-01-01 10:00:00+02:00'; do
        run -0 spotify-sync --db a.db changes --since "$since"
        assert_equal "${#lines[@]}" 20
    done
    for since in '' 2026 20261101 2026-11 now '-7 days' 12:00 2026-02-31 2026-13-01 2026-11-23x 2026-11-23T25:00; do
        run -64 spotify-sync --db a.db changes --since "$since"
        assert_output "spotify-sync: --since takes a date such as 2026-11-23, not '$since'; try 'spotify-sync --help'"
    done
    run -64 spotify-sync --db none.db changes --since now
}

@test "an error of any characters fails the sync, and is reported in one line" {
    mkdir fake
    ln -s "$(spotify-sync --exec-path)"/* fake/
    rm fake/fetch-tracks
    cat >fake/fetch-tracks <<'FAKE'
#!/bin/sh
printf '%s\n' '{"type":"STATE","value":{"bookmarks":{"saved_tracks":{"has_more":true,"error":"odd\u001fmessage\u009b\u0085\nx"}}}}'
exit 77
FAKE
    chmod +x fake/fetch-tracks
    stand_in --tracks 60
    run -77 spotify-sync --exec-path=fake --db a.db
    assert_line 'spotify-sync: tracks: odd?message?? x'
    assert_line --partial 'the sync is incomplete'
    assert_equal "$(sql a.db 'SELECT status FROM sync_history')" Failed
    run -0 spotify-sync --db a.db status
    assert_line --regexp '^  tracks +failed .*  odd\?message\?\? x$'
}

@test "hostile text in a STATE is only data" {
    mkdir fake
    ln -s "$(spotify-sync --exec-path)"/* fake/
    rm fake/fetch-tracks
    cat >fake/fetch-tracks <<'FAKE'
#!/bin/sh
printf '%s\n' '{"type":"STATE","value":{"bookmarks":{"saved_tracks":{"offset":12.5,"total":-5,"processed":1e300,"requests":true,"has_more":[],"error":"it'"'"'s; DROP TABLE tracks; --\u001b[31m\nx"}}}}'
exit 69
FAKE
    chmod +x fake/fetch-tracks
    stand_in --tracks 60
    run -69 spotify-sync --exec-path=fake --db a.db
    refute_output --partial $'\e'
    run -0 spotify-sync --db a.db status --json
    assert_equal "$(jq -c '.phases.tracks | [.status, .current_offset, .total_items, .items_processed]' \
        <<<"$output")" '["Failed",0,null,0]'
    assert_equal "$(sql a.db "SELECT requests FROM sync_state WHERE entity_type = 'tracks'")" 0
    assert_equal "$(jq -r .phases.tracks.last_error <<<"$output")" \
        $'it\'s; DROP TABLE tracks; --\e[31m x'
    run -0 spotify-sync --db a.db status
    refute_output --partial $'\e'
}
