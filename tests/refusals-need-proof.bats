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

@test "refusals of all that is written end a restore after a few, and are believed of no id" {
    account --tracks 60 --playlists 3 --playlist-items 30
    control 'set?fault=404@*1:add-items&fault=400@*1:save'
    restore_library
    assert_failure 69
    assert_line 'restore: nothing can be written now: 404 Resource not found'
    assert_output --partial 'nothing can be written now: 400 An error on purpose'
    assert [ "$(requests save)" -lt 20 ]
    assert [ "$(requests add-items)" -lt 20 ]
    # nor once some were saved
    control log/clear
    control 'set?fault=' && control 'set?fault=404@*1:add-items&fault=400@2-300:save'
    restore_library
    assert_failure 69
    assert_line --regexp 'songs: .*failed, 40 restored'
    control 'set?fault='
    restore_library
    assert_success
    refute_output --partial refused
    assert_restored
}

@test "ids that Spotify does not take are known by what gets through after them, and not tried again" {
    local track item
    account --tracks 10 --playlists 2 --playlist-items 10 --odd-items off
    track=$(jq -r 'select(.stream == "saved_tracks").uri' before | sed -n '$s/.*://p')
    item=$(jq -r 'select(.stream == "playlists").uris[0]' before | sed -n '1s/.*://p')
    jq -c --arg uri "spotify:track:$item" 'if .stream == "playlists" then .uris[0] = $uri else . end' before >both
    mv both before
    account_messages before >library.ndjson
    control "set?fault=dead@*1:$track&fault=dead=404@*1:$item"
    restore_library
    assert_success
    assert_line --regexp '^restore: songs: [12] refused, [89] restored$'
    assert_equal "$(grep -c "$item) of the playlist '.*': 404 Payload contains" <<<"$output")" 2
    assert_restored "$track" "$item"
    control log/clear
    restore_library
    assert_success
    assert_equal "$(writes)" '0 0 0'
}

@test "an id that is refused while nothing else is written fails at first, is then told as refused, and tried in each run" {
    local ids
    account --tracks 1 --playlists 1 --playlist-items 1 --odd-items off
    mapfile -t ids < <(jq -r '.uri // (.uris // [])[0] | strings' before | sed 's/.*://')
    control "set?fault=dead@*1:${ids[0]}&fault=dead@*1:${ids[1]}"
    restore_library
    assert_failure 69
    assert_line 'restore: songs: 1 failed'
    assert_line 'restore: items of playlists: 1 failed'
    for _ in 2 3; do
        control log/clear
        restore_library
        assert_success
        assert_line 'restore: songs: 1 refused'
        assert_line 'restore: items of playlists: 1 refused'
        assert_equal "$(writes)" '1 0 1'
    done
    control 'set?fault='
    restore_library
    assert_success
    assert_restored
}

@test "playlists that Spotify refuses to make are not complete, and are made in the next run" {
    account --tracks 0 --playlists 2 --playlist-items 3
    control 'set?fault=404@*1:make-playlist'
    restore_library
    assert_failure 69
    assert_line 'restore: playlists: 2 failed'
    control 'set?fault='
    restore_library
    assert_success
    assert_restored
    account --tracks 0 --playlists 30 --playlist-items 1
    rm -r "$XDG_STATE_HOME"
    control 'set?fault=404@*1:make-playlist'
    restore_library
    assert_failure 69
    assert_line 'restore: no playlist can be made now: 404 Resource not found'
    assert [ "$(requests make-playlist)" -le 20 ]
}
