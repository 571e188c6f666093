# When a saved track is taken to be gone, and when not: after odd answers, hidden places and pages that fail.

load helper
setup() { begin_test; }
teardown() { end_test; }

stored() { sql a.db 'SELECT count(*) FROM saved_tracks WHERE removed_at IS NULL'; }

sync() {
    control log/clear
    run -0 --separate-stderr spotify-sync -q --db a.db --retry-delay 0.001 "$@"
}

# The list as a --known file, after the reading of the messages in the file `out`.
known() {
    [[ ! -e out ]] || jq -r 'select(.type == "STATE").value.bookmarks.saved_tracks.reading |
        values | "reading \(tojson)"' out | tail -n 1
    cat list
}

compare() {
    known >known.now
    control log/clear
    run -"${1:-0}" --separate-stderr fetch-tracks --known known.now --retry-delay 0.001
    printf '%s\n' "$output" >out
}

gone() { jq -r 'select(.record._sdc_deleted_at).record.id' out | sort; }

library() { ask library | jq -r '"\(.id) \(.added_at)"'; }

@test "a track that was saved again with an older time stays when others are saved again later" {
    local place
    stand_in --tracks 200
    for place in 150 20; do
        spotify-sync -q --db a.db --full
        control "change?do=resave-old&place=$place"
        sync
        control 'change?do=resave&place=120'
        control 'change?do=resave&place=185'
        control 'change?do=remove&place=90'
        sync
        assert_equal "$(stored)" "$(ask library | wc -l)"
    done
    same_tracks a.db
}

@test "what was saved without a time is gone when it is removed" {
    local time
    for time in null '"x"'; do
        rm -f a.db*
        stand_in --tracks 300 --playlists 0 --equal-added 1
        control "set?edit=$(jq -rn --arg edit "tracks:items.0.added_at=$time" '$edit | @uri')"
        sync
        control 'change?do=remove&place=100'
        control 'change?do=remove&place=50'
        sync
        assert_equal "$(stored)" 298
    done
}

@test "what is missing from a long list is gone if Spotify does not call it saved, else all is read" {
    stand_in --tracks 2000
    library >list
    control 'change?do=resave-old&place=200&to=1300'
    control 'change?do=remove&place=1270'
    control 'change?do=add'
    compare
    diff <(gone) <(comm -23 <(cut -d ' ' -f 1 list | sort) <(library | cut -d ' ' -f 1 | sort))
    assert_equal "$(requests contains) $(requests tracks)" '1 40'
    # One request answers for 40 tracks that are gone. Without an answer, the counts of the list decide.
    library >list
    control 'change?do=remove-block&place=1500&count=45'
    compare
    assert_equal "$(gone | wc -l) $(requests contains)" '45 2'
    (($(requests tracks) <= 12)) || fail "$(requests tracks) requests"
    for fault in 404 nonsense; do
        control "set?fault=$fault@*1:contains"
        compare
        assert_equal "$(gone | wc -l)" 45
    done
    # What was replaced at its place is not asked for.
    control 'set?fault='
    library >list
    sed -i '20s/^.\{22\}/0000000000000000000000/' list
    compare
    assert_equal "$(gone) $(requests contains)" '0000000000000000000000 0'
}

@test "an empty list is read again at once, and believed by the second sync" {
    local full
    synced --tracks 60
    control 'set?fault=only@1:tracks'
    sync
    same_tracks a.db
    assert_equal "$stderr" ''
    for full in '' --full; do
        synced --tracks 60
        control 'set?fault=only@*1:tracks'
        # shellcheck disable=SC2086
        sync $full
        assert_equal "$(stored)" 60
        assert_output ''
        [[ $stderr == *'most of the known saved_tracks are missing (60)'* ]]
        control 'set?fault='
        sync
        same_tracks a.db
        control 'change?do=empty-tracks'
        # shellcheck disable=SC2086
        sync $full
        assert_equal "$(stored)" 60
        # shellcheck disable=SC2086
        sync $full
        assert_equal "$(stored)" 0
        assert_equal "$stderr" ''
    done
    control 'change?do=add'
    sync
    same_tracks a.db
}

@test "a list that lost most of what it held is believed as far as two runs agree" {
    stand_in --tracks 80
    library >list
    control 'set?fault=only=30@*1:tracks'
    compare
    assert_equal "$(gone)" ''
    assert_equal "$(requests)" 2
    assert_equal "$(tail -n 1 out | jq -c '.value.bookmarks.saved_tracks.reading.doubted |
        [.missing, (.shown | length)]')" '[50,30]'
    control 'set?fault='
    control 'set?fault=only=20@1:tracks'
    compare
    assert_equal "$(gone)" ''
    control 'set?fault='
    control 'set?fault=only=30@*1:tracks'
    compare
    control 'set?fault=only=20@*1:tracks'
    compare
    assert_equal "$(gone)" "$(sed -n '21,$p' list | cut -d ' ' -f 1 | sort)"
    assert_equal "$(requests)" 2
    # Without the line about the first reading, it is the first.
    rm out
    compare
    assert_equal "$(gone)" ''
}

@test "a track that a failed run shows between two doubted ones is not gone" {
    stand_in --tracks 80
    library >list
    control 'set?fault=only=10@*1:tracks'
    compare
    control 'set?fault='
    control 'change?do=remove&place=60' # all pages are wanted
    control 'set?fault=502@*1:tracks/50'
    compare 69
    control 'set?fault='
    control 'set?fault=only=10@*1:tracks'
    compare
    diff <(gone) <(sed -n '51,$p' list | cut -d ' ' -f 1 | sort)
}

@test "tracks that a page shows are not gone, even if the next page says that there are none" {
    stand_in --tracks 80
    library >list
    control 'set?fault=only=0@*1:tracks'
    compare
    control 'set?fault='
    control 'change?do=remove&place=60' # all pages are wanted
    control 'set?fault=only=0@*1:tracks/50-'
    compare
    assert_equal "$(gone | wc -l)" 30
    diff <(gone) <(sed -n '51,$p' list | cut -d ' ' -f 1 | sort)
}

@test "a page that shows nothing where there is a track is read again at once" {
    stand_in --tracks 101 --fault null-item@2:tracks --fault null-item@5:tracks
    sync
    same_tracks a.db
    assert_equal "$stderr" ''
}

@test "places that Spotify counts and does not show cost nothing more, and hide no removal" {
    local nulls full removed
    for nulls in '' --hidden-null; do
        # shellcheck disable=SC2086
        stand_in --tracks 330 --hidden tracks=4 $nulls
        removed=0
        sync
        [[ $stderr == *'Spotify counts 330 saved_tracks and shows 326'* ]]
        sync
        assert_equal "$(requests tracks)" 1
        for full in '' --full; do
            assert_equal "$stderr" ''
            control 'change?do=remove&place=250'
            control 'change?do=remove&place=30'
            control 'change?do=add&count=3'
            # shellcheck disable=SC2086
            sync $full
            assert_equal "$stderr" ''
            assert_equal "$(sql a.db 'SELECT count(*) FROM saved_tracks WHERE removed_at IS NOT NULL')" "$((removed += 2))"
        done
        rm a.db*
    done
}

@test "a list that seems empty for a while keeps what is known of its hidden places" {
    stand_in --tracks 330 --hidden tracks=4
    sync
    control 'set?fault=only=0@*1:tracks'
    sync
    control 'set?fault='
    sync
    assert_equal "$stderr $(requests tracks)" ' 1'
    control 'change?do=remove&place=250'
    sync
    assert_equal "$stderr $(stored)" ' 325'
    # After an answer that shows fewer tracks than it counts, one that counts none is not believed.
    control 'set?fault=only=0@*1:tracks'
    sync
    control 'set?fault='
    control 'set?fault=few-items@1:tracks'
    control 'set?fault=only=0@2:tracks'
    sync
    assert_equal "$(stored)" 325
}

@test "a track stays if it may be hidden in place of another one, until a second run misses it" {
    local place
    stand_in --tracks 130
    library >list
    for place in 20 21 19 21; do
        control 'set?edit='
        control "set?edit=tracks/0:items.$place=null"
        compare
        assert_equal "$(gone)" ''
    done
    control 'set?edit='
    compare
    assert_equal "$(gone)" ''

    # and is gone if it really is
    control 'set?edit=tracks/0:items.20=null'
    compare
    control 'set?edit='
    control 'change?do=remove&place=21'
    control 'set?edit=tracks/0:items.10=null'
    compare
    compare
    assert_equal "$(gone)" "$(sed -n 's/ .*//; 22p' list)"
}

@test "nothing is gone by a page that shows more than it counts" {
    stand_in --tracks 70
    library >list
    control 'set?fault=total=10@*1:tracks'
    compare
    assert_equal "$(gone)" ''
    [[ $stderr == *'Spotify counts 10 saved_tracks on one page and 50 on another'* ]]
    control 'set?fault='
    control 'change?do=remove&place=60'
    compare
    assert_equal "$(gone | wc -l) $stderr" '1 '
}

@test "pages that never agree on the total end, are reported once, and remove nothing" {
    local fault
    # Most pages count too much; the first page counts too little; the later ones count one less.
    for fault in total=200@*1:tracks/0-50 total=100@*1:tracks/0 total=-1@*1:tracks/50-; do
        synced --tracks 130
        control "set?fault=$fault"
        control 'change?do=remove&place=110'
        control 'change?do=add&count=3'
        sync
        (($(requests tracks) <= 20)) || fail "$(requests tracks) requests"
        [[ $stderr == *'Spotify counts '*' saved_tracks on one page and '*' on another'* ]]
        # What one reading has met may be untrue: another one is needed to believe it.
        sync
        (($(requests tracks) <= 8)) || fail "$(requests tracks) requests"
        assert_equal "$stderr" ''
        sync
        assert_equal "$(requests tracks)" 1
        assert_equal "$stderr" ''
        assert_equal "$(stored)" 133
        control 'set?fault='
        sync --full
        same_tracks a.db
        assert_equal "$stderr" ''
        rm a.db*
    done
}

@test "pages that disagreed on the total in one reading are all read again by the next one" {
    synced --tracks 130
    control 'change?do=remove&place=110'
    control 'set?fault=total=%2B1@*1:tracks/50-'
    sync
    [[ $stderr == *'Spotify counts 129 saved_tracks on one page and 130 on another'* ]]
    assert_equal "$(stored)" 130
    control 'set?fault='
    sync
    same_tracks a.db
    assert_equal "$(stored)" 129
    sync
    assert_equal "$(requests tracks)" 1
}

@test "tracks after a page that cannot be read are there, and none is removed" {
    stand_in --tracks 300
    library >list
    control 'change?do=add-old&place=280'
    control 'change?do=add-old&place=20'
    control 'change?do=remove&place=30'
    control 'set?fault=502@*1:tracks/100-150'
    compare 69
    assert_equal "$(gone)" ''
    [[ $stderr == *' of '*' pages of saved_tracks could not be read, so nothing is marked as removed: '*' 502 '* ]]
    assert_equal "$(comm -23 <(comm -13 <(sort list) <(library | sort) | cut -d ' ' -f 1) \
        <(jq -r 'select(.type == "RECORD").record.id' out | sort))" ''
    assert_equal "$(tail -n 1 out | jq -c '.value.bookmarks.saved_tracks | [.offset, .reading]')" '[null,null]'
    control 'set?fault='
    rm out
    compare
    assert_equal "$(gone | wc -l)" 1
}

@test "a server that answers at random gets a bounded number of requests" {
    local seed rule
    for seed in 1 2 3; do
        stand_in --tracks 60 --seed "$seed"
        library >list
        for rule in random settled; do
            control "set?fault=$rule@*1:tracks"
            control log/clear
            fetch-tracks -q --known list --retry-delay 0.001 >out 2>/dev/null || true
            # At most 21 readings of 500 places, twice, with five tries for each of their pages.
            (($(requests tracks) <= 2 * 21 * 20 * 5)) || fail "$(requests tracks) requests"
        done
    done
}
