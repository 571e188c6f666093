# Contents of playlists that contradict the list, or themselves, and playlists that cannot be read.

load helper
setup() {
    begin_test
    PATH=$BATS_TEST_DIRNAME:$PATH
}
teardown() { end_test; }

# playlist_id INDEX: the id of a playlist of the stand-in.
playlist_id() {
    ask playlists | jq -rs ".[$1].id"
}

# sync_costs N: a sync of a.db succeeds, gives the library exactly, and requests items N times.
sync_costs() {
    control log/clear
    spotify-sync -q --db a.db
    same-library a.db
    assert_equal "$(requests playlist-items)" "$1"
}

@test "contents from before the listed snapshot are read again by the next sync, once" {
    local edit
    synced --tracks 20 --playlists 4 --foreign-playlists 0
    for edit in playlist playlist-reorder; do
        control "change?do=$edit&index=1"
        control 'set?fault=stale@*1:playlist-items'
        run --separate-stderr spotify-sync -q --db a.db
        assert_equal "$status" "$([[ $edit == playlist ]] && echo 76 || echo 0)"
        control 'set?fault='
        sync_costs 1
        sync_costs 0
    done
}

@test "items that one answer leaves blank are read again by the next sync, once" {
    stand_in --tracks 20 --playlists 3 --foreign-playlists 0 --fault nulls@*1:playlist-items
    run -0 --separate-stderr spotify-sync -q --db a.db
    assert_equal "$(grep -c 'nothing at some places of .* not believed yet' <<<"$stderr")" 3
    control 'set?fault='
    sync_costs 3
    sync_costs 0
}

@test "a page from before a move and one from after it are read again by the next sync, once" {
    stand_in --tracks 20 --playlists 1 --playlist-items 80 --foreign-playlists 0
    spotify-sync -q --db a.db
    for place in 0-49 50-; do
        control 'change?do=playlist-reorder&index=0'
        control "set?fault=stale@*1:playlist-items/$place"
        run -0 --separate-stderr spotify-sync -q --db a.db
        assert_equal "$(grep -c 'on two pages; this is not believed yet' <<<"$stderr")" 1
        control 'set?fault='
        assert_equal "$(sql a.db 'SELECT count(*) FROM playlists WHERE items_snapshot_id IS NULL')" 1
        sync_costs 2
        sync_costs 0
    done
}

@test "a track that was added twice in one second has its playlist read once more, and then no more" {
    local requests twin
    twin='{"added_at":"2026-11-20T12:00:00Z","item":{"type":"track","id":"twin","uri":"spotify:track:twin","name":"Twin"}}'
    stand_in --tracks 20 --playlists 1 --playlist-items 80 --foreign-playlists 0 \
        --edit "playlist-items/0:items.10=$twin" --edit "playlist-items/50:items.5=$twin"
    for requests in 2 2 0 change 2 0; do
        [[ $requests != change ]] || { control 'change?do=playlist-reorder&index=0' && continue; }
        control log/clear
        spotify-sync -q --db a.db
        assert_equal "$(requests playlist-items)" "$requests"
    done
    assert_equal "$(sql a.db "SELECT group_concat(position) FROM playlist_items WHERE name = 'Twin'")" '10,55'
}

@test "a playlist that is edited before the second look at the list is read again by the next sync, once" {
    synced --tracks 20 --playlists 4 --foreign-playlists 0
    control 'change?do=playlist&index=1'
    control log/clear
    control 'set?change=playlist-reorder=1@4' # after tracks, the list, and the items
    spotify-sync -q --db a.db
    control 'set?change='
    assert_equal "$(requests playlists)" 2
    assert_equal "$(sql a.db 'SELECT count(*) FROM playlists WHERE items_snapshot_id IS NULL')" 1
    sync_costs 1
    sync_costs 0
    # The list may show the older snapshot once more.
    control 'change?do=playlist&index=1'
    control log/clear
    control 'set?fault=stale@2:playlists'
    spotify-sync -q --db a.db
    control 'set?fault='
    sync_costs 1
    sync_costs 0
}

@test "a listed total that differs from what is stored is a change" {
    synced --tracks 20 --playlists 4 --foreign-playlists 0
    control 'change?do=playlist-quiet&index=1'
    sync_costs 1
    sync_costs 0
}

@test "a playlist whose items are none for one sync keeps them, and one that stays so is emptied" {
    local id
    synced --tracks 20 --playlists 4 --foreign-playlists 0
    control 'set?fault=only=0@1:playlist-items'
    spotify-sync -q --db a.db --full
    same-library a.db
    control 'set?fault=only=0@*1:playlist-items'
    run -76 --separate-stderr spotify-sync -q --db a.db --full
    [[ $stderr == 'fetch-playlists: 4 of 4 playlists could not be read: "'*'Spotify counts 20 items and shows 0; what is known stays'* ]] ||
        fail "$stderr"
    assert_equal "$(sql a.db 'SELECT count(*) FROM playlist_items')" 80
    run -0 spotify-sync --db a.db status
    assert_output --partial "Spotify gave doubtful answers about the items of 4 playlists: "
    control 'set?fault='
    sync_costs 4
    id=$(playlist_id 1)
    control 'change?do=playlist&index=1'
    control "set?fault=only=0@*1:$id"
    run -76 spotify-sync -q --db a.db
    run -0 --separate-stderr spotify-sync -q --db a.db
    [[ $stderr == *'Spotify counts 21 items of "'*'" at one time and 0 at another; the 0 that it shows are taken'* ]] || fail "$stderr"
    assert_equal "$(sql a.db 'SELECT count(*) FROM playlist_items')" 60
    control log/clear
    run -0 spotify-sync -q --db a.db
    assert_equal "$(requests playlist-items)" 0
    control 'set?fault='
    control 'change?do=playlist-items&index=1&count=0'
    sync_costs 1
    control 'change?do=playlist&index=1'
    sync_costs 1
}

@test "a total that differs between the pages of a playlist is reported once, and what is shown is taken" {
    stand_in --tracks 20 --playlists 1 --foreign-playlists 0 --playlist-items 60 \
        --fault total=61@*1:playlist-items/0
    run -0 --separate-stderr spotify-sync -q --db a.db
    [[ $stderr == *'Spotify counts 61 items of "'*'" at one time and 60 at another; the 60 that it shows are taken' ]] ||
        fail "$stderr"
    same-library a.db
    control log/clear
    run -0 --separate-stderr spotify-sync -q --db a.db
    assert_equal "$stderr" ''
    assert_equal "$(requests)" 2
}

@test "items that pages with other totals do not show stay, until a second run does not show them" {
    local id
    synced --tracks 20 --playlists 1 --playlist-items 80 --foreign-playlists 0
    id=$(sql a.db 'SELECT id FROM playlists')
    control 'change?do=playlist&index=0'
    control "set?fault=only=0@*1:playlist-items/50-"
    run -76 --separate-stderr spotify-sync -q --db a.db
    [[ $stderr == *'Spotify counts 81 items and shows 50; what is known stays'* ]] || fail "$stderr"
    assert_equal "$(sql a.db 'SELECT count(*) FROM playlist_items')" 80
    control 'set?fault='
    run -0 spotify-sync -q --db a.db
    same-library a.db
}

@test "a playlist whose pages are all the first one is left out, by its name" {
    local fault name
    for fault in first-page first-page=untold; do
        stand_in --tracks 20 --playlists 3 --foreign-playlists 0 --playlist-items 120
        name=$(ask playlists | jq -rs '.[1].name')
        control "set?fault=$fault@*1:$(playlist_id 1)"
        run --separate-stderr fetch-playlists --retry-delay 0.001
        ((status == 76)) || fail "status $status"
        [[ $stderr == "fetch-playlists: 1 of 3 playlists could not be read: \"$name\": "* ]] || fail "$stderr"
        run -0 store a.db <<<"$output"
        assert_equal "$(sql a.db 'SELECT count(DISTINCT playlist_id), count(*) FROM playlist_items')" '2|240'
        (($(requests playlist-items) <= 2 * 3 + 2 * 3 * 5)) || fail "$(requests playlist-items) requests"
        rm -f a.db*
    done
}

@test "pages of a playlist that overlap are joined, and twins on two pages are two items" {
    local fault twin
    for fault in 'overlap@*1' 'overlap=3@*1' 'drift@*1'; do
        stand_in --tracks 20 --playlists 2 --foreign-playlists 0 --playlist-items 100
        control 'change?do=playlist-items&index=1&count=120'
        control "set?fault=$fault:playlist-items"
        run -0 --separate-stderr spotify-sync -q --db a.db --retry-delay 0.001
        assert_equal "$stderr" ''
        same-library a.db
        rm -f a.db*
    done
    twin='{"added_at":"2026-11-20T12:00:00Z","item":{"type":"track","id":"twin","uri":"spotify:track:twin","name":"Twin"}}'
    stand_in --tracks 20 --playlists 1 --playlist-items 60 --edit "playlist-items/0:items.49=$twin" \
        --edit "playlist-items/50:items.0=$twin"
    fetch-playlists >out
    store a.db <out >/dev/null
    assert_equal "$(sql a.db "SELECT group_concat(position), count(*) OVER () FROM playlist_items WHERE name = 'Twin'")" '49,50|1'
    assert_equal "$(sql a.db 'SELECT count(*) FROM playlist_items')" 60
    (($(requests playlist-items) <= 7)) || fail "$(requests playlist-items)"
}

@test "a server that answers at random gets a bounded number of requests" {
    local seed
    for seed in 1 2 3; do
        stand_in --seed "$seed" --tracks 20 --playlists 6 --foreign-playlists 0 --playlist-items 60 \
            --fault random=300@*1:playlist-items
        run fetch-playlists --retry-delay 0.001
        # Ten readings of at most 16 pages, but no more than 15 tries if none succeeds.
        (($(requests playlist-items) <= 6 * 10 * 16)) || fail "$(requests playlist-items) requests"
    done
}

@test "playlists that fail and happen to come first keep none of the others from being read" {
    local fault i faults
    for fault in 400 502; do
        stand_in --tracks 20 --playlists 30 --foreign-playlists 0 --playlist-items 3
        faults=''
        for i in 0 1 2 3; do
            faults+="&fault=$fault@*1:$(playlist_id "$i")"
        done
        control "set?${faults#&}"
        run -69 --separate-stderr fetch-playlists --window 1 --retry-delay 0.001
        [[ $stderr == 'fetch-playlists: 4 of 30 playlists could not be read: "'* ]] || fail "$stderr"
        assert_equal "$(jq -c 'select(.record.items_total)' <<<"$output" | wc -l)" 26
        control 'set?fault='
        control "set?fault=$fault@*1:playlist-items"
        control log/clear
        run -69 fetch-playlists --retry-delay 0.001
        assert_equal "$(requests playlist-items)" 15
    done
}

@test "a page of the list that fails keeps no playlist of the others from being read" {
    stand_in --tracks 20 --playlists 120 --foreign-playlists 0 --playlist-items 2 --fault 502@*1:playlists/50
    run --separate-stderr fetch-playlists --retry-delay 0.001
    ((status == 69)) || fail "status $status"
    (($(jq -c 'select(.record.items_total)' <<<"$output" | wc -l) >= 50))
}

@test "a sync to which the items of all playlists are refused fails, and the next one asks again" {
    stand_in --tracks 20 --playlists 12 --foreign-playlists 0 --fault 403@*1:playlist-items
    run -77 --separate-stderr spotify-sync -q --db a.db
    [[ $stderr == *'Spotify refuses the items of all 12 playlists that were asked for (403 '* ]] || fail "$stderr"
    control 'set?fault='
    sync_costs 12
    sync_costs 0
}

@test "episodes of playlists are asked for" {
    stand_in --tracks 20 --playlists 1 --playlist-items 60 --episodes null
    fetch-playlists >out
    (($(jq -c 'select(.record.kind == "episode")' out | wc -l) > 0))
}

@test "random readings of a playlist that is edited meanwhile are never filed under a snapshot that they are not of" {
    run -0 "${BUILD:-$BATS_TEST_DIRNAME/../build}/tests/filing-model" 1 1000
}
