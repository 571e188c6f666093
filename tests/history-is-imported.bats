# `spotify-sync import`: the streaming history that Spotify sends, with nobody signed in.

load helper
setup() { begin_test; }
teardown() { end_test; }

made() {
    made=$BATS_TEST_DIRNAME/../build/tests/made-history
    [[ -z ${BUILD-} ]] || made=$BUILD/tests/made-history
    mkdir -p export
    "$made" "$@" export api truth
}

# plays_at TIME…: a file of the extended history with a play at each of these times.
plays_at() {
    local at
    for at; do
        printf '{"ts":"%s","ms_played":60000,"spotify_track_uri":"spotify:track:abc","master_metadata_track_name":"A"}\n' "$at"
    done | jq -s .
}

@test "without an app or a sign-in, an import stores the history, and says what it read and what there is" {
    made --rows 1000 --files 2
    run -0 --separate-stderr spotify-sync --db a.db import export
    assert_line --index 0 '1,000 rows read: 900 new, 100 there already.'
    assert_line --index 1 --regexp '^The streaming history has [0-9]+ plays from 2012-01-01 to 2012-0[12]-[0-9]{2}: [0-9]+ hours\.$'
    assert_equal "$(sql a.db 'SELECT count(*) FROM streaming_history')" 900
    assert_equal "$stderr" 'import: started'
    run -0 --separate-stderr spotify-sync -q --db a.db import export
    assert_output ''
    assert_equal "$stderr" ''
    run -0 --separate-stderr spotify-sync --db a.db import export
    assert_line --index 0 '1,000 rows read: 0 new, 1,000 there already.'
    run -0 spotify-sync --db a.db status
    assert_line --index 0 --partial "There has been no sync yet: run 'spotify-sync --db"
    assert_line --regexp '^Streaming history: [0-9]+ plays from 2012-01-01 to'
    assert_equal "$(spotify-sync --db a.db status --json | jq -c '[.status, .streaming_history.plays]')" '[null,900]'
}

@test "the months in which nothing was played are named" {
    plays_at 2019-11-05T10:00:00Z 2020-02-29T23:59:59Z 2020-03-01T00:00:00Z 2020-05-31T12:00:00Z >one.json
    plays_at 2020-10-01T00:00:00Z >two.json
    run -0 --separate-stderr spotify-sync --db a.db import one.json two.json
    assert_line 'Months without any play: 2019-12 to 2020-01, 2020-04, 2020-06 to 2020-09.'
    # What the API has told is a play too.
    echo '{"type":"RECORD","stream":"plays","record":{"played_at":"2020-04-10T10:00:00.000Z","track_id":"abc"},"time_extracted":"2026-01-01T00:00:00.000000Z"}' |
        store a.db
    plays_at 2019-12-10T10:00:00Z 2020-01-01T00:00:00Z >three.json
    run -0 --separate-stderr spotify-sync --db a.db import three.json
    assert_line 'Months without any play: 2020-06 to 2020-09.'
    plays_at 2020-0{6,7,8,9}-15T10:00:00Z >four.json
    run -0 --separate-stderr spotify-sync --db a.db import four.json
    refute_output --partial 'Months without'
}

@test "what is left out is said with the reasons, and a broken file ends the import with 65" {
    plays_at 2020-01-01T00:00:00Z | jq '. + [3, {}]' >rows.json
    run -0 spotify-sync --db a.db import rows.json
    assert_line 'read-history: 2 of 3 rows are left out: it is no object (1), it has no time (1)'
    assert_line '3 rows read: 1 new, 0 there already, 2 left out for the reasons above.'
    plays_at 2020-01-02T00:00:00Z 2020-01-03T00:00:00Z | head -c 200 >cut.json
    run -65 spotify-sync --db a.db import cut.json rows.json
    assert_line --partial 'cut.json ends in the middle after row 1'
    assert_line '4 rows read: 1 new, 1 there already, 2 left out for the reasons above.'
    mkdir empty
    run -65 spotify-sync --db a.db import empty
    assert_line --partial 'ask Spotify for your "Extended streaming history"'
    run -64 spotify-sync --db a.db import
    run -74 spotify-sync --db a.db import missing.json
    assert_line --partial 'cannot open missing.json'
}

@test "device and country are stored only with --keep-device" {
    made --rows 100 --files 1
    spotify-sync -q --db a.db import export
    assert_equal "$(sql a.db 'SELECT count(platform), count(country) FROM streaming_history')" '0|0'
    spotify-sync -q --db a.db import --keep-device export
    (($(sql a.db 'SELECT count(country) FROM streaming_history') > 50))
    run -64 spotify-sync --db a.db status --keep-device
    assert_output --partial '--keep-device belongs to import'
}

@test "an import reads standard input where it is told to, be it JSON or a zip, a file or a pipe" {
    plays_at 2020-01-01T00:00:00Z >Streaming_History_Audio_1.json
    plays_at 2020-01-02T00:00:00Z 2020-01-03T00:00:00Z >Streaming_History_Audio_2.json
    python3 -m zipfile -c export.zip Streaming_History_Audio_2.json
    run -0 --separate-stderr spotify-sync --db a.db import - <Streaming_History_Audio_1.json
    assert_line --index 0 '1 row read: 1 new, 0 there already.'
    run -0 --separate-stderr spotify-sync --db a.db import - Streaming_History_Audio_1.json < <(cat export.zip)
    assert_line --index 0 '3 rows read: 2 new, 1 there already.'
    run -0 --separate-stderr spotify-sync --db a.db import /dev/stdin <export.zip
    assert_line --index 0 '2 rows read: 0 new, 2 there already.'
    # Nothing else takes it: a loop may feed names to imports.
    printf '%s\n' Streaming_History_Audio_*.json >names
    while read -r name; do
        spotify-sync --db b.db import "$name"
    done <names >out 2>err
    assert_equal "$(grep -c 'read: [12] new' out)" 2
}

@test "an import that was cut short is completed by the next one" {
    made --rows 3000 --files 3
    spotify-sync -q --db whole.db import export
    mkfifo pipe
    background spotify-sync --db a.db import export/*.json pipe
    until_true 60 grep -q started background.out
    kill -INT "$background_pid"
    finish_background
    assert_equal "$background_status" 130
    assert_equal "$(tail -n 1 background.out)" 'spotify-sync: cancelled; what was stored stays, and importing again adds the rest'
    spotify-sync -q --db a.db import export
    cmp <(sql a.db 'SELECT * FROM streaming_history') <(sql whole.db 'SELECT * FROM streaming_history')
}

@test "a bar shows how far an import is, by the bytes of the files" {
    made --rows 20000 --files 3
    python3 -c 'import shutil; shutil.make_archive("export", "zip", "export")'
    TERM=xterm run -0 script -qec "stty cols 60; spotify-sync --db a.db import export.zip" /dev/null
    assert_output --partial '━━'
    assert_output --regexp 'import .* [0-9,]+/[0-9,]+'
}

@test "history --json has each sync with what it stored of each stream" {
    assert_equal "$(spotify-sync history --json)" '[]'
    synced --tracks 20
    spotify-sync -q --db a.db
    run -0 spotify-sync --db a.db history --json
    assert_equal "$(jq -c '[.[] | [.sync_history_id, .kind, .status, .requests > 1]]' <<<"$output")" \
        '[[1,"full","Success",true],[2,"incremental","Success",true]]'
    assert_equal "$(jq -c '.[0].streams | [.saved_tracks.new_items, .playlists.new_items]' <<<"$output")" '[20,10]'
}
