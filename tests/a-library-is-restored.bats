#!/usr/bin/env bats
# shellcheck disable=SC2154 # what is loaded sets the variables
# restore: a library comes back into an account whole, in order, once, and nothing else is touched.

load helper
load restoring

setup() { begin_test; }
teardown() { end_test; }

@test "a library comes back whole for the calls that a dry run names, and a second run writes nothing" {
    local reads planned
    account --tracks 130 --saved-albums 50 --followed-artists 45 --playlists 4 --playlist-items 130
    run --separate-stderr restore "${fast[@]}" --dry-run --json library.ndjson
    assert_success
    reads=$(requests)
    planned=$(jq -r '.planned | .writes + .reads' <<<"$output")
    assert_equal "$(writes)" '0 0 0'
    assert_equal "$(jq -r .planned.writes <<<"$output")" $((4 + 2 + 2 + 4 + 4 * 2))
    control log/clear
    restore_library
    assert_success
    assert_equal "$(requests)" $((reads + planned))
    assert_equal "$(writes)" '8 4 8'
    assert_restored
    control log/clear
    restore_library --json
    assert_success
    assert_equal "$(writes)" '0 0 0'
    run restore --verify library.ndjson
    assert_success
    control 'change?do=remove&place=3'
    run restore --verify library.ndjson
    assert_failure 69
    assert_output --partial 'songs: 129 there before, 1 missing'
    run jq -r .method <(ask log)
    refute_output --regexp 'DELETE'
}

@test "what the account has stays as it is, playlists of the same names too, and only the rest is written" {
    local name
    account --tracks 90 --saved-albums 10 --playlists 3 --playlist-items 30
    control 'change?do=put-back'
    control 'change?do=remove-all-but&count=40'
    control 'change?do=playlist-remove&index=0'
    control 'change?do=playlist-remove&index=0'
    jq -r 'select(.stream == "playlists").name' before | while IFS= read -r name; do
        jq -cn --arg name "$name" '{$name}' | curl -fsS -o made -H 'Authorization: Bearer t' \
            -H 'Content-Type: application/json' -d @- "$SPOTIFY_API_URL/me/playlists"
    done
    ask account >left
    control log/clear
    restore_library
    assert_success
    assert_equal "$(writes)" '2 2 2'
    assert_restored
}

@test "a large library is back in the fewest calls that write" {
    account --tracks 10000 --saved-albums 1000 --followed-artists 300 --playlists 200 --playlist-items 30
    restore_library
    assert_success
    assert_equal "$(writes)" "$((250 + 25 + 8)) 200 200"
    assert_restored
}

@test "songs come back in their exact order one by one, and by forties with the oldest first" {
    account --tracks 50 --playlists 0 --equal-added 3
    restore_library --in-order --interval 0.02
    assert_success
    assert_equal "$(writes)" '50 0 0'
    ask account >after
    assert_equal "$(jq -r .uri after)" "$(jq -r .uri before)"
    control 'change?do=empty-all'
    restore_library --interval 0.02
    assert_success
    ask account >after
    assert_equal "$(jq -r .uri after | tail -n 40 | sort)" "$(jq -r .uri before | tail -n 40 | sort)"
}

@test "the lost answer to a new playlist makes no second one, however late the first is seen" {
    account --tracks 0 --playlists 2 --playlist-items 3
    control 'set?fault=done=502@1:make-playlist&fault=done=hang@2:make-playlist&lag=3'
    restore_library --timeout 2
    assert_success
    assert_equal "$(requests make-playlist)" 2
    control 'set?lag=0'
    assert_restored
    # asked for again only if it was not made
    account --tracks 0 --playlists 2 --playlist-items 3
    rm -r "$XDG_STATE_HOME"
    control 'set?fault=503@1:make-playlist&fault=reset@3:make-playlist'
    restore_library
    assert_success
    assert_restored
}

@test "items whose answers are lost, or of which fewer were added than sent, are there once and in order" {
    account --tracks 0 --playlists 1 --playlist-items 720
    control 'set?fault=done=reset@1:add-items&fault=502@2:add-items&fault=done=500@4:add-items&fault=fewer=9@5:add-items'
    control 'set?fault=gap@6:add-items&fault=done=hang@7:add-items&fault=hang@8:add-items&lag=2'
    restore_library --timeout 0.5
    assert_success
    control 'set?lag=0'
    assert_restored
}

@test "items are found again although Spotify's pages are smaller than was asked for" {
    account --tracks 0 --playlists 1 --playlist-items 130 --page-cap 20
    control 'set?fault=done=502@1:add-items'
    restore_library
    assert_success
    assert_restored
}

@test "songs whose answers are lost are saved once" {
    account --tracks 200 --playlists 0
    control 'set?fault=done=reset@1:save&fault=502@2:save&fault=done=close@4:save&fault=done=500@6:save&lag=2'
    restore_library
    assert_success
    control 'set?lag=0'
    assert_restored
    assert_equal "$(requests save)" 6
}

@test "an id that Spotify does not take is found by halves and reported, and all others are restored" {
    local track item
    account --tracks 60 --playlists 1 --playlist-items 60
    track=$(jq -r 'select(.stream == "saved_tracks").uri' before | sed -n '20s/.*://p')
    item=$(jq -r 'select(.stream == "playlists").uris[20]' before | sed 's/.*://')
    control "set?fault=dead@*1:$track&fault=dead@*1:$item"
    restore_library
    assert_success
    assert_line --partial "not restored: A thing (spotify:track:$track): 400 Payload contains a non-existing ID"
    assert_restored "$track" "$item"
    control log/clear
    restore_library
    assert_success
    assert_equal "$(writes)" '0 0 0'
}

@test "an id that always fails is left in the second run that finds it failing, and found at once in the next playlist" {
    local item
    account --tracks 30 --playlists 1 --playlist-items 30
    item=$(jq -r 'select(.stream == "playlists").uris[20]' before | sed 's/.*://')
    control "set?fault=dead=502@*1:$item"
    restore_library --settle 0.02
    assert_failure 69
    restore_library --settle 0.02
    assert_success
    assert_restored "$item"
}

@test "nothing is written without a yes" {
    account --tracks 3 --playlists 1 --playlist-items 3
    run restore library.ndjson </dev/null
    assert_failure 64
    assert_output --partial "restore: nothing is written without a yes: give --yes, or run it in a terminal"
    assert_line 'restore: 3 calls that write and 2 that read; within 1 day, if Spotify allows 800 calls of each kind a day'
    run script -qec 'restore library.ndjson' /dev/null <<<n
    assert_output --partial "Write this to the account 'listener'? [y/N]"
    assert_output --partial 'nothing was written'
    assert_equal "$(writes)" '0 0 0'
    run script -qec 'restore --settle 0.1 library.ndjson' /dev/null <<<y
    assert_restored
}

@test "another account than the library's is written to only if it is named" {
    account --tracks 3 --playlists 0 --user bob
    restore_library
    assert_failure 78
    assert_output --partial "the library belongs to 'listener', but 'bob' is signed in: give --into bob to restore it there"
    restore_library --into alice
    assert_failure 77
    assert_output --partial "'bob' is signed in, not 'alice'"
    assert_equal "$(writes)" '0 0 0'
    restore_library --into bob
    assert_success
    assert_restored
}

@test "a sign-in that may only read can sync, and a restore says at once how to get permission to write" {
    account --tracks 3 --playlists 1 --playlist-items 2
    log_in --client-id test-client
    run spotify-sync --db a.db -q
    assert_success
    control log/clear
    run spotify-sync --db a.db restore --from library.ndjson --yes
    assert_failure 77
    assert_output "restore: this sign-in may not write to the account: run 'spotify-sync login --write'"
    assert_equal "$(requests)" 0
    run spotify-sync --db a.db restore --from library.ndjson --dry-run
    assert_success
    log_in --write
    run spotify-sync --db a.db restore --from library.ndjson --yes --settle 0.1
    assert_success
    assert_restored
}

@test "a token that may not write ends the restore with what to do" {
    account --tracks 3 --playlists 1 --playlist-items 2
    control 'set?fault=403=bare@*1:save&fault=403=bare@*1:make-playlist'
    restore_library
    assert_failure 77
    assert_output --partial "Spotify does not let this sign-in write (403): run 'spotify-sync login --write'"
}

@test "what is saved keeps its time and place though Spotify's list does not show it" {
    local fault
    for fault in only=0 only=20; do
        stand_in --foreign-playlists 0 --second 5 --tracks 200 --playlists 0
        ask account >before
        account_messages before >library.ndjson
        control 'change?do=remove-all-but&count=100'
        ask account >left
        control "set?fault=$fault@*1:tracks"
        restore_library
        assert_success
        assert_line --partial "Spotify's list of saved_tracks lacks what is saved: it is not believed"
        control 'set?fault='
        assert_restored
        assert_equal "$(requests save)" 3
    done
}

@test "a playlist that one answer does not list is not made a second time" {
    local fault
    for fault in only=0 only=1; do
        stand_in --foreign-playlists 0 --tracks 5 --playlists 3 --playlist-items 5 --fault $fault@1:playlists
        ask account >before
        account_messages before >library.ndjson
        restore_library
        assert_success
        assert_equal "$(writes)" '0 0 0'
    done
}

@test "a full quota stops its kind of call, says until when, and the next run goes on" {
    account --tracks 200 --playlists 1 --playlist-items 5
    control 'set?quota=save=2/7200'
    restore_library
    assert_failure 75
    assert_output --partial 'the limit for PUT /me/library has been reached; try again at'
    assert_equal "$(requests save)" 3
    assert_line 'restore: playlists: 1 restored'
    restore_library
    assert_failure 75
    assert_equal "$(requests save)" 3
    control 'set?quota=save='
    rm "$XDG_STATE_HOME"/spotify-sync/pace.db*
    restore_library
    assert_success
    assert_equal "$(requests save)" 6
    assert_restored
}

@test "an account that can have no more playlists ends it with a sentence, and the next run goes on" {
    account --tracks 3 --playlists 3 --playlist-items 2 --playlist-limit 2
    restore_library
    assert_failure 75
    assert_output --partial 'the account can have no more playlists (400 Playlist limit reached): remove some, and restore again'
    control 'set?playlist-limit=3'
    restore_library
    assert_success
    assert_restored
}

@test "a description that is refused and a playlist that is made public are reported; local files are lines to paste" {
    account --tracks 0 --playlists 1 --playlist-items 20
    jq -c 'if .stream == "playlists" then .record += {description: "One & <two>\nthree", public: false} else . end' \
        library.ndjson >described.ndjson
    mv described.ndjson library.ndjson
    control 'set?fault=always-public@*1:make-playlist&fault=no-description@1:make-playlist'
    restore_library
    assert_success
    assert_line --partial 'Spotify refused its description; Spotify made it public'
    assert_line --regexp '^spotify:local:Garage'
    assert_restored
    account --tracks 0 --playlists 1 --playlist-items 20
    jq -c 'if .stream == "playlists" then .record += {id: "other", description: "One & <two>\nthree"} else . end
        | if .stream == "playlist_items" then .record += {playlist_id: "other"} else . end' library.ndjson >other.ndjson
    run restore "${fast[@]}" --yes other.ndjson
    assert_success
    assert_equal "$(ask account | jq -r 'select(.given).description')" 'One & <two> three'
}

@test "a restore that is killed goes on where it stopped" {
    account --tracks 100 --playlists 3 --playlist-items 250
    control 'set?fault=hang@3:add-items'
    background restore "${fast[@]}" --yes library.ndjson
    until_true 60 has_hung
    kill -KILL "$background_pid"
    finish_background
    control 'set?fault='
    restore_library
    assert_success
    assert_restored
    # One of three playlists had two hundred items, and none was added again.
    assert_equal "$(requests add-items)" $((3 * 3 + 1))
}

has_hung() {
    (($(requests add-items) == 3))
}

@test "an id in a library that is none is not sent" {
    account --tracks 3 --playlists 0
    store -q a.db library.ndjson
    sqlite3 a.db "PRAGMA foreign_keys = OFF; UPDATE tracks SET id = 'a&market=US' WHERE rowid = 1;
        UPDATE saved_tracks SET track_id = 'a&market=US' WHERE rowid = 1"
    run restore "${fast[@]}" --yes a.db
    assert_success
    assert_line 'restore: songs: 1 impossible, 2 restored'
    assert_line --partial "(spotify:track:a&market=US): not an id of Spotify's"
    refute_regex "$(ask log)" market
}

@test "one kind, one playlist, and a library of this program's own are restored alone" {
    local name
    account --tracks 30 --saved-albums 5 --saved-shows 2 --playlists 3 --playlist-items 4
    store a.db library.ndjson >stored
    restore_library --albums
    assert_success
    assert_equal "$(writes)" '1 0 0'
    name=$(jq -r 'select(.stream == "playlists").name' before | head -n 1)
    run spotify-sync --db a.db restore "${fast[@]}" --playlist "$name" --yes
    assert_success
    assert_equal "$(writes)" '1 1 1'
    run restore --playlist 'No such name' a.db
    assert_failure 64
    assert_output "restore: the library has no playlist 'No such name'"
    run restore --dry-run --shows <(cat library.ndjson)
    assert_success
    assert_line 'restore: 0 shows to save, 2 there already'
    control 'change?do=unsave-show&place=0'
    run restore "${fast[@]}" --yes - <library.ndjson
    assert_success
    assert_equal "$(ask account | jq -r 'select(.stream == "saved_shows").uri' | sort)" \
        "$(jq -r 'select(.stream == "saved_shows").uri' before | sort)"
}
