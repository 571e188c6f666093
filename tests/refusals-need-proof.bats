#!/usr/bin/env bats
# shellcheck disable=SC2154 # what is loaded sets the variables
# restore: a refusal concerns an id only if other ids get through; one id stops no others, and nothing else is blamed on it.

load helper
load restoring

setup() { begin_test; }
teardown() { end_test; }

@test "an id that cannot be one is not sent, and stops no others" {
    account --tracks 30 --playlists 1 --playlist-items 5 --odd-items off
    jq -c 'select(.stream == "saved_tracks" and .record.place == 3).record.id = "abc"
        | if .stream == "playlist_items" and .record.position == 2 then .record.uri = "spotify:track:short" else . end' \
        library.ndjson >odd.ndjson
    run restore "${fast[@]}" --yes odd.ndjson
    assert_success
    assert_line 'restore: songs: 1 impossible, 29 restored'
    assert_line "restore: not restored: A thing (spotify:track:abc): not an id of Spotify's"
    assert_line --partial "(spotify:track:short) of the playlist 'Zephyr Dunes': not an id of Spotify's"
    assert_line 'restore: items of playlists: 1 impossible, 4 restored'
    assert_equal "$(writes)" '1 1 1'
}

@test "an id by which a question is refused is found by halves, and stops no others" {
    local track
    account --tracks 60 --playlists 1 --playlist-items 5
    track=$(jq -r 'select(.stream == "saved_tracks").uri' before | sed -n '20s/.*://p')
    control "set?fault=404@*1:$track"
    restore_library
    assert_success
    assert_line --partial "(spotify:track:$track): 404 Resource not found"
    assert_restored "$track"
}

@test "if all questions are refused, none is believed, and nothing is saved" {
    account --tracks 100 --playlists 0
    control 'set?fault=404@*1:contains'
    restore_library
    assert_failure 69
    assert_line --partial 'was refused: 404 Resource not found'
    assert_equal "$(writes)" '0 0 0'
    assert [ "$(requests contains)" -lt 20 ]
    control 'set?fault='
    restore_library
    assert_success
    assert_restored
}

@test "a refusal that no sign-in helps against is said in Spotify's words, and the next run goes on" {
    local code
    for code in 409 423; do
        account --tracks 45 --playlists 1 --playlist-items 5
        control "set?fault=$code@1:save"
        restore_library
        assert_failure 69
        assert_output --partial "was refused: $code An error on purpose"
        refute_output --partial 'login --write'
        restore_library
        assert_success
        assert_restored
        rm -r "$XDG_STATE_HOME"
    done
}
