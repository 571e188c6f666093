# How many requests a sync takes, by what has changed.

load helper
setup() { begin_test; }
teardown() { end_test; }

# after CHANGE… TRACKS: a sync after these changes finds them all, with at most so many requests for tracks.
after() {
    local most=${*: -1} change
    for change in "${@:1:$#-1}"; do
        control "change?do=$change"
    done
    control log/clear
    spotify-sync -q --db a.db
    same_tracks a.db
    (($(requests tracks) <= most)) || fail "$(requests tracks) requests after $*"
}

@test "of 10,000 tracks, only what has changed costs requests" {
    stand_in --tracks 10000 --playlists 100 --playlist-items 2
    spotify-sync -q --db a.db
    after 1
    assert_equal "$(requests)" 3 # and 2 for playlists
    after 'add&count=3' 1
    after 'remove&place=7777' 10
    after 'remove&count=5' 'add&count=20' 40
    after 'remove-block&place=4321&count=50' 15
    after 'resave&place=5000' 10
    after 'add-old&count=2' 20
    control 'change?do=remove-all-but&count=10'
    spotify-sync -q --db a.db # does not believe it yet
    (($(requests tracks) <= 15 + 3)) || fail "$(requests tracks) requests"
    after 3
    assert_equal "$(sql a.db 'SELECT count(*) FROM saved_tracks WHERE removed_at IS NOT NULL')" \
        "$(($(sql a.db 'SELECT count(*) FROM saved_tracks') - 10))"
}

@test "of 100 playlists, only a changed one is read again" {
    local id
    stand_in --tracks 100 --playlists 100 --foreign-playlists 0
    spotify-sync -q --db a.db
    control 'change?do=playlist-items&index=3&count=500'
    spotify-sync -q --db a.db
    control 'change?do=playlist&index=3'
    control log/clear
    spotify-sync -q --db a.db
    # One of the three looks at the snapshot once more.
    (($(requests playlists) == 3 && $(requests playlist-items) <= 11)) || fail "$(ask stats)"
    id=$(ask playlists | jq -rs '.[3].id')
    diff <(ask "playlist-items?id=$id" | jq -r '[.position, .kind, .track_id, .uri] | join("|")') \
        <(sql a.db "SELECT position, kind, track_id, uri FROM playlist_items
                    WHERE playlist_id = '$id' ORDER BY position")
    control 'change?do=playlist-remove&index=5'
    spotify-sync -q --db a.db
    assert_equal "$(sql a.db 'SELECT count(*), count(removed_at) FROM playlists')" '100|1'
    run -0 spotify-sync --db a.db changes
    assert_line 'Playlists:'
    assert_line --regexp '^  [-0-9]+ [0-9:]+ - '
}

@test "a refusal of one's own playlist is asked about again, two of another's in a row are remembered" {
    synced --tracks 20
    control 'change?do=playlist&index=1'
    control 'change?do=playlist&index=4'
    control 'set?fault=403@*1:playlist-items'
    run -0 --separate-stderr spotify-sync -q --db a.db
    [[ $stderr == *"fetch-playlists: Spotify refuses the items of 1 of the account's own playlists, the first is "* ]] ||
        fail "$stderr"
    spotify-sync -q --db a.db
    control 'set?fault='
    control log/clear
    spotify-sync -q --db a.db
    assert_equal "$(requests playlist-items)" 1
    control log/clear
    spotify-sync -q --db a.db
    assert_equal "$(requests playlist-items)" 0
}

@test "tracks that came while pages were read are there at the end" {
    stand_in --tracks 2000 --change 'add@10' --change 'remove=1500@20' --change 'add=2@30'
    spotify-sync -q --db a.db
    same_tracks a.db
}

@test "comparing only a part of the list is refused with 64" {
    local option
    stand_in --tracks 10
    for option in --offset --total --max-items; do
        run -64 fetch-tracks --known /dev/null "$option" 3
        assert_output --partial 'proves nothing'
    done
    assert_equal "$(requests)" 0
}

@test "random edits of a list are found, and nothing that is there is called gone" {
    reconcile=$BATS_TEST_DIRNAME/../build/tests/reconcile
    [[ -z ${BUILD-} ]] || reconcile=$BUILD/tests/reconcile
    run -0 "$reconcile" 1 500
    run -0 "$reconcile" 2 500
}
