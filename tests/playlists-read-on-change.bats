# What fetch-playlists prints of playlists that are known from an earlier run.

load helper
setup() { begin_test; }
teardown() { end_test; }

# items FILE: what its records tell of the items of each playlist.
items() {
    jq -c 'select(.type == "RECORD" and .stream == "playlists").record
        | [.id, .items_snapshot_id, .items_total, .items_refused]' "$1" | sort
}

# as_known FILE: what its records tell, as fetch-playlists --known reads it.
as_known() {
    jq -r 'select(.type == "RECORD" and .stream == "playlists").record
        | [.id, .snapshot_id, .items_total // 0, (select(.items_refused) | "refused")] | map(tostring) | join(" ")' "$1"
}

# contents DB: all that it holds of playlists, but for when that was last seen.
contents() {
    sql "$1" 'SELECT id, name, snapshot_id, items_snapshot_id, items_refused_snapshot_id, total_items FROM playlists;
              SELECT * FROM playlist_items; SELECT * FROM playlist_item_history; SELECT * FROM playlist_items_waiting;
              SELECT * FROM playlist_readings'
}

@test "a playlist whose snapshot is no word is read each time, and stops no other" {
    local snapshot
    for snapshot in '"a b"' '"a\nb 9"' '"é"'; do
        rm -f a.db* known.ndjson
        stand_in --tracks 20 --playlists 4 --foreign-playlists 0
        control "set?edit=$(jq -rn --arg edit "playlists:items.0.snapshot_id=$snapshot" '$edit | @uri')"
        spotify-sync -q --db a.db
        fetch-playlists >known.ndjson
        control log/clear
        run -0 fetch-playlists --known known.ndjson
        assert_equal "$(requests playlist-items)" 1
        control log/clear
        run -0 spotify-sync --db a.db
        assert_equal "$(sql a.db "SELECT status FROM sync_history ORDER BY id DESC LIMIT 1")" Success
        assert_equal "$(requests playlist-items)" 1
    done
}

@test "an unchanged playlist is printed with what is known of its items, and stored as before" {
    stand_in --tracks 20 --playlists 6 --foreign-playlists 3 --mode development
    fetch-playlists --known - <<<'owner listener' >out
    assert_equal "$(items out | jq -sc '[map(select(.[1] and .[2])), map(select(.[3]))] | map(length)')" '[3,3]'
    as_known out >known
    store a.db <out >/dev/null
    contents a.db >before
    control log/clear
    fetch-playlists --known known >again
    assert_equal "$(requests)" 1
    diff <(items out) <(items again)
    run -0 store a.db again
    assert_equal "$(tail -n 1 <<<"$output" | jq -c '.value.bookmarks.playlists | [.new, .updated]')" '[0,0]'
    diff before <(contents a.db)
}

@test "the items of a removed playlist are gone, and so are those after the new end of a shorter one" {
    local gone shrunk
    stand_in --tracks 20 --playlists 6 --playlist-items 30
    fetch-playlists >out
    as_known out >known
    gone=$(ask playlists | jq -rs '.[2].id')
    shrunk=$(ask playlists | jq -rs '.[0].id')
    sed "s/^$shrunk .*/$shrunk older 33/" known >known-more
    control 'change?do=playlist-remove&index=2'
    fetch-playlists --known known-more >again
    diff <(jq -r 'select(.type == "RECORD" and .record._sdc_deleted_at).record
                  | [.playlist_id // .id, .position // "all"] | join(" ")' again) \
        <(printf "$gone %s\n" {0..29} all && printf "$shrunk %s\n" {30..32})
    assert_equal "$(jq -r 'select(.type == "SCHEMA").stream' again | paste -sd ' ')" 'playlists playlist_items'
    run breaches again
    assert_output ''
    store a.db out >/dev/null
    store a.db again >/dev/null
    assert_equal "$(sql a.db "SELECT id FROM playlists WHERE removed_at IS NOT NULL")" "$gone"
    assert_equal "$(sql a.db "SELECT count(*) FROM playlist_items WHERE playlist_id = '$gone'")" 30
    # The SCHEMA is there also where no items are read; and --no-items means what it says.
    fetch-playlists --known known >again
    run breaches again
    assert_output ''
    fetch-playlists --known known --no-items >again
    run ! grep playlist_items again
    assert_equal "$(jq -r 'select(.record._sdc_deleted_at?).record.id' again)" "$gone"
}

@test "a playlist that has become readable is read once" {
    stand_in --tracks 20 --playlists 2 --foreign-playlists 1 --mode development
    spotify-sync -q --db a.db
    spotify-sync -q --db a.db
    control log/clear
    spotify-sync -q --db a.db
    assert_equal "$(requests playlist-items)" 0
    control 'set?mode=extended'
    control 'change?do=playlist&index=0'
    control 'change?do=playlist&index=1'
    control log/clear
    spotify-sync -q --db a.db
    assert_equal "$(requests playlist-items)" 2
    spotify-sync -q --db a.db
    assert_equal "$(requests playlist-items)" 2
    run -0 "$BATS_TEST_DIRNAME/same-library" --details-later a.db
}

@test "a wrong word in a list of known playlists is reported with its line" {
    stand_in --tracks 1
    printf '%s\n' "$(printf '%022d' 1) s 3 refused" "$(printf '%022d' 2) s 3 or so" >known
    run -65 --separate-stderr fetch-playlists --known known
    assert_equal "$stderr" 'fetch-playlists: known, line 2: expected an id, a snapshot id and a count'
}

@test "a playlist whose items keep failing is left to the next sync, and all others are stored" {
    local id fault
    PATH=$BATS_TEST_DIRNAME:$PATH
    for fault in 500 400 408 empty; do
        stand_in --tracks 20 --playlists 6 --foreign-playlists 0
        id=$(fetch-playlists --no-items | jq -r 'select(.type == "RECORD").record.id' | sed -n 2p)
        control "set?fault=$fault~100:$id"
        run --separate-stderr spotify-sync --db a.db --retry-delay 0.001 -q
        assert_equal "$status" "$([[ $fault == empty ]] && echo 76 || echo 69)"
        [[ $stderr == *'fetch-playlists: 1 of 6 playlists could not be read: '* ]] || fail "$stderr"
        assert_equal "$(sql a.db 'SELECT count(DISTINCT playlist_id) FROM playlist_items')" 5
        control 'set?fault='
        control log/clear
        spotify-sync -q --db a.db
        assert_equal "$(requests playlist-items)" 1
        same-library a.db
        rm -f a.db*
    done
}

@test "playlists are given up after three that fail" {
    stand_in --tracks 20 --playlists 20 --foreign-playlists 0 --fault 500~100:playlist-items
    run -69 fetch-playlists --retry-delay 0.001 --window 1
    assert_equal "$(requests playlist-items)" 15
}

@test "a playlist that comes or goes while the list is read is there, or gone, at the end" {
    local change
    PATH=$BATS_TEST_DIRNAME:$PATH
    stand_in --tracks 20 --playlists 120 --playlist-items 2
    spotify-sync -q --db a.db
    for change in playlist-add playlist-remove=1 playlist-remove=70; do
        control log/clear
        control "set?change=&change=$change@3"
        spotify-sync -q --db a.db --window 1
        control 'set?change='
        same-library a.db
    done
}

@test "a full sync reads all items again, also in the second in which another sync ended" {
    local i
    synced --tracks 20 --playlists 4 --foreign-playlists 0
    for i in 1 2 3; do
        control log/clear
        spotify-sync -q --db a.db --full
        assert_equal "$(requests playlist-items)" 4
    done
}
