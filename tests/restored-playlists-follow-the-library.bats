#!/usr/bin/env bats
# shellcheck disable=SC2154 # what is loaded sets the variables
# restore: a playlist that an earlier run has filled is looked at again if the library has more in it now, and the report
# says what is there.

load helper
load restoring

setup() {
    begin_test
    account --tracks 0 --playlists 1 --playlist-items 30 --odd-items off
}
teardown() { end_test; }

# older COUNT: the library when its playlist had so many items, in older.ndjson.
older() {
    jq -c --argjson count "$1" 'select(.stream != "playlist_items" or .record.position < $count)
        | if .stream == "playlists" then .record += {items_total: $count, items: {total: $count}} else . end' \
        library.ndjson >older.ndjson
}

@test "what a newer library has in a playlist is added to the one that an older library has filled" {
    older 20
    run restore "${fast[@]}" --yes older.ndjson
    assert_success
    assert_line 'restore: items of playlists: 20 restored'
    restore_library
    assert_success
    assert_line 'restore: items of playlists: 10 restored, 20 there before'
    assert_equal "$(writes)" '0 1 2'
    assert_restored
    run restore --verify library.ndjson
    assert_success
    control log/clear
    restore_library
    assert_success
    assert_line 'restore: playlists: 1 there before'
    assert_line 'restore: items of playlists: 30 there before'
    assert_equal "$(writes) $(requests playlist-items)" '0 0 0 0'
    # with less in it, nothing is removed
    run restore "${fast[@]}" --yes older.ndjson
    assert_failure 69
    assert_line --partial 'it holds other items than the library, and is left as it is'
    assert_restored
}

@test "an item that was refused is not counted as there" {
    local item
    item=$(jq -r 'select(.stream == "playlists").uris[10]' before | sed 's/.*://')
    control "set?fault=dead@*1:$item"
    restore_library
    assert_success
    restore_library
    assert_success
    assert_line 'restore: playlists: 1 there before'
    assert_line 'restore: items of playlists: 1 refused, 29 there before'
    run --separate-stderr restore --verify --json library.ndjson
    assert_success
    assert_equal "$(jq -c '[.streams.playlist_items, (.not_restored | map(.state))]' <<<"$output")" \
        '[{"there":29,"refused":1},["refused"]]'
    assert_restored "$item"
}

@test "an item that was refused only after a playlist was filled with it is there" {
    local uri
    restore_library
    assert_success
    uri=$(jq -r 'select(.stream == "playlists").uris[10]' before)
    sqlite3 "$XDG_STATE_HOME"/spotify-sync/restore-*.db "INSERT INTO refusals VALUES ('playlist', '$uri', 'gone', 1)"
    restore_library
    assert_success
    assert_line 'restore: items of playlists: 30 there before'
    run restore --verify library.ndjson
    assert_success
    assert_line 'restore: items of playlists: 30 there before'
}

@test "playlists that an earlier version has filled are read once" {
    older 20
    run restore "${fast[@]}" --yes older.ndjson
    assert_success
    sqlite3 "$XDG_STATE_HOME"/spotify-sync/restore-*.db 'DROP TABLE filled_playlists'
    control log/clear
    run restore "${fast[@]}" --yes older.ndjson
    assert_success
    assert_line 'restore: items of playlists: 20 there before'
    assert_equal "$(writes) $(requests playlist-items)" '0 0 0 1'
    run restore "${fast[@]}" --yes older.ndjson
    assert_success
    assert_equal "$(writes) $(requests playlist-items)" '0 0 0 1'
    sqlite3 "$XDG_STATE_HOME"/spotify-sync/restore-*.db 'DROP TABLE filled_playlists'
    restore_library
    assert_success
    assert_restored
}

@test "a playlist that was removed after it was restored is not called there" {
    restore_library
    assert_success
    control 'change?do=playlist-remove&index=0'
    restore_library
    assert_success
    assert_line 'restore: playlists: 1 impossible'
    assert_line --partial 'it was restored before and is not in the account now: name it with --playlist'
    restore_library --playlist "$(jq -r 'select(.stream == "playlists").name' before)"
    assert_success
    assert_restored
}
