# What fetch-tracks prints while the list stands still, and while it changes under the reading.

load helper
setup() { begin_test; }
teardown() { end_test; }

ids() { jq -r 'select(.stream == "saved_tracks" and .type == "RECORD").record.id'; }

@test "pages are printed in order, each asked for once" {
    stand_in --tracks 1230 --jitter 20
    fetch-tracks >out
    diff <(ids <out) <(ask library | jq -r .id)
    assert_equal "$(requests tracks)" 25
    assert_equal "$(tail -n 1 out | jq -c '.value.bookmarks.saved_tracks | [.offset, .total, .has_more]')" \
        '[1230,1230,false]'
    assert_equal "$(head -n 1 out | jq -r .type)" SCHEMA
}

@test "an offset and a number of items select a part of the tracks" {
    stand_in --tracks 300
    diff <(fetch-tracks --offset 120 --max-items 75 --page-size 20 | ids) \
        <(ask library | jq -r .id | sed -n 121,195p)
    control log/clear
    run -0 fetch-tracks --max-items 0
    assert_equal "$(requests)" 0
}

@test "pages smaller than asked for leave nothing out" {
    local cap
    PATH=$BATS_TEST_DIRNAME:$PATH
    for cap in 1 7 20 25 26 49; do
        stand_in --tracks 160 --playlists 3 --playlist-items 120 --saved-albums 60 --page-cap "$cap"
        fetch-tracks >out
        diff <(ids <out) <(ask library | jq -r .id)
        (($(requests tracks) <= 160 / cap + 2))
        spotify-sync -q --db a.db
        control 'change?do=remove&place=90'
        control 'change?do=playlist-items&index=1&count=70'
        spotify-sync -q --db a.db
        same-library a.db
        assert_equal "$(sqlite3 a.db 'SELECT count(*) FROM saved_albums')" 60
        rm a.db*
    done
}

@test "pages that get smaller in mid-run leave nothing out" {
    stand_in --tracks 2000 --latency 20
    fetch-tracks --window 4 >out &
    until_true 60 eval '(($(requests tracks) >= 10))'
    control 'set?page-cap=13'
    wait $!
    diff <(ids <out | awk '!seen[$0]++') <(ask library | jq -r .id)
    (($(requests tracks) < 400))
}

@test "a page that lacks items is asked for again, and finally believed" {
    stand_in --tracks 120 --playlists 2 --playlist-items 120 --saved-albums 60 --fault few-items@2:tracks
    fetch-tracks --window 1 --retry-delay 0.01 >out
    diff <(ids <out) <(ask library | jq -r .id)
    assert_equal "$(requests tracks)" 4
    for endpoint in tracks playlist-items saved-albums; do
        control "set?fault=few-items@*2:$endpoint"
        spotify-sync -q --db a.db --retry-delay 0.01 --full
        control "set?fault="
    done
    PATH=$BATS_TEST_DIRNAME:$PATH
    spotify-sync -q --db a.db --full
    same-library a.db
}

@test "a page that holds more than its limit is as large as it is" {
    stand_in --saved-albums 120 --edit saved-albums:limit=1
    fetch-albums | jq -r 'select(.stream == "saved_albums" and .type == "RECORD").record.id' | sort >seen
    diff seen <(ask saved-albums | jq -r .id | sort)
    assert_equal "$(requests)" 3
}

@test "nothing is called gone while a place of the list holds nothing" {
    stand_in --saved-albums 60
    fetch-albums | jq -r 'select(.type == "RECORD").record.id' >known
    echo 0000000000000000000000 >>known
    run -0 --separate-stderr fetch-albums --known known
    assert_equal "$(jq -r 'select(.record._sdc_deleted_at).record.id' <<<"$output")" 0000000000000000000000
    control 'set?fault=null-item@*1:saved-albums'
    run -0 --separate-stderr fetch-albums --known known
    assert_equal "$(jq -r 'select(.record._sdc_deleted_at).record.id' <<<"$output")" ''
    assert_equal "$stderr" 'fetch-albums: Spotify counts 60 saved_albums but shows 58; nothing is marked as removed until the next reading agrees'
}

@test "what a page holds is stored, whatever total it reports" {
    synced --tracks 30
    curl -fsS -H 'Authorization: Bearer token' "$SPOTIFY_API_URL/me/tracks?limit=50" | jq '.total = 28' >page
    stand_in --tracks 30 --answer tracks=page
    spotify-sync -q --db a.db --retry-delay 0.001
    assert_equal "$(sql a.db 'SELECT count(*) FROM saved_tracks WHERE removed_at IS NULL')" 30
    fetch-tracks --retry-delay 0.001 | ids >seen
    assert_equal "$(wc -l <seen)" 30
}

@test "an empty first page is not believed if its total is not zero" {
    synced --tracks 30
    echo '{"items": [], "total": 30, "offset": 0, "limit": 50, "next": null}' >page
    stand_in --tracks 30 --answer tracks=page
    run -76 spotify-sync -q --db a.db --retry-delay 0.001
    assert_output --partial 'it has none of the items that its total counts'
    assert_equal "$(sql a.db 'SELECT count(*) FROM saved_tracks WHERE removed_at IS NULL')" 30
}

@test "no playlist is called gone while a place of the list holds nothing" {
    local fault
    stand_in --tracks 10 --playlists 6
    fetch-playlists | jq -r 'select(.stream == "playlists" and .type == "RECORD").record |
        "\(.id) \(.snapshot_id) \(.items_total)"' >known
    cat known known >twice
    for fault in few-items null-item; do
        control "set?fault=&fault=$fault@*1:playlists"
        run -0 --separate-stderr fetch-playlists --known known --retry-delay 0.01
        assert_equal "$(jq -c 'select(.record._sdc_deleted_at)' <<<"$output")" ''
        [[ $stderr == 'fetch-playlists: Spotify counts 6 playlists but shows '?'; nothing is marked as removed until the next reading agrees' ]]
        control 'set?fault='
        run -0 --separate-stderr fetch-playlists --known twice
        assert_equal "$(jq -c 'select(.record._sdc_deleted_at)' <<<"$output")" ''
    done
}

@test "no track is called gone while a place of the list holds nothing" {
    local fault full
    PATH=$BATS_TEST_DIRNAME:$PATH
    for fault in few-items null-item; do
        for full in '' --full; do
            synced --tracks 30
            control "set?fault=$fault@*1:tracks"
            # shellcheck disable=SC2086
            spotify-sync -q --db a.db $full --retry-delay 0.01
            # shellcheck disable=SC2086
            spotify-sync -q --db a.db $full --retry-delay 0.01
            assert_equal "$(sql a.db 'SELECT count(*) FROM saved_tracks WHERE removed_at IS NULL')" 30
            control 'set?fault='
            control 'change?do=remove&place=20'
            control 'change?do=add-old'
            spotify-sync -q --db a.db
            same-library a.db
            rm -f a.db*
        done
    done
}

@test "a track removed at any moment hides no other one" {
    local n
    stand_in --tracks 400
    for n in $(seq 1 9) $(seq 1 9); do
        control log/clear
        control "set?change=&change=remove@$n"
        fetch-tracks | ids | sort >seen
        control 'set?change='
        ask library | jq -r .id | sort >there
        assert_equal "$(comm -13 seen there | wc -l)" 0
        control 'change?do=add-old'
    done
}

@test "a reading that resumes goes back by the number of removals since" {
    stand_in --tracks 400
    fetch-tracks --max-items 200 | ids >seen
    control 'change?do=remove-block&place=10&count=30'
    fetch-tracks --offset 200 --total 400 | ids >>seen
    ask library | jq -r .id | sort >there
    assert_equal "$(comm -13 <(sort seen) there | wc -l)" 0
}

@test "lists from random servers are read with a bounded number of requests" {
    local seed
    for seed in 1 2 3 4; do
        run -0 "${BUILD:-$BATS_TEST_DIRNAME/../build}/tests/joining" "$seed" 2000
    done
    stand_in --saved-albums 330 --followed-artists 330 --top-artists 120 \
        --fault random@*1:saved-albums --fault random@*1:following --fault random@*1:top-artists
    for seed in 1 2 3; do
        control log/clear
        run fetch-albums --known /dev/null --retry-delay 0
        # ten readings of at most 4 * 20 + 20 pages, each tried five times
        (($(requests saved-albums) <= 5000)) || fail "$(requests)"
        run fetch-artists --top --retry-delay 0
        (($(requests) <= 10000)) || fail "$(requests)"
    done
}

@test "pages that overlap hide nothing, and cost a request or two" {
    local count fault
    for count in 100 120 330; do
        for fault in overlap drift drift=3; do
            stand_in --saved-albums "$count" --fault "$fault@*1:saved-albums"
            { ask saved-albums | jq -r .id && echo 0000000000000000000000; } >known
            run -0 --separate-stderr fetch-albums --known known --retry-delay 0.01
            diff <(jq -r 'select(.record.added_at).record.id' <<<"$output" | awk '!seen[$0]++') \
                <(ask saved-albums | jq -r .id)
            (($(requests) <= count / 50 + 4)) || fail "$(requests) for $count with $fault"
            [[ $output == *_sdc_deleted_at* && $stderr == '' ]] || fail "$stderr"
        done
    done
}

@test "pages of different moments are requested again before a place is called hidden" {
    local page times
    stand_in --tracks 230
    fetch-tracks >all
    # a reading of pages that overlapped has missed these
    jq -c 'select(.type != "RECORD" or .record.id == null or (.record.place | . > 80 and . < 84 | not))' all >known
    jq -r 'select(.type == "RECORD" and .stream == "saved_tracks" and .record.place > 80 and .record.place < 84).record.id' all |
        sort >missed
    for page in 50 100 150 200; do
        for times in 1 2; do
            control "set?fault=&fault=overlap=3@1-$times:tracks/$page"
            control log/clear
            run -0 --separate-stderr fetch-tracks --known known
            assert_equal "$stderr" ''
            assert_equal "$(ids <<<"$output" | sort -u | comm -13 - missed)" ''
            assert_equal "$(jq -c 'select(.type == "STATE").value.bookmarks.saved_tracks.reading | [.hidden, .gaps]' <<<"$output")" '[0,null]'
            (($(requests tracks) <= 3 + 2 * times)) || fail "$(requests tracks) requests"
        done
    done
}

@test "the first page at every offset is recognised, and ends the reading" {
    stand_in --saved-albums 230 --fault first-page=untold@*1:saved-albums
    run -76 --separate-stderr fetch-albums --retry-delay 0
    assert_equal "$stderr" 'fetch-albums: invalid response from /me/albums: the page at position 50 is the same as the one at position 0'
    assert_equal "$(jq -r 'select(.type == "RECORD" and .stream == "saved_albums").record.id' <<<"$output" | wc -l)" 50
    control 'set?fault=&fault=first-page@*1:saved-albums'
    run -76 --separate-stderr fetch-albums --retry-delay 0
    [[ $stderr == *'it is not the page that was requested'* ]] || fail "$stderr"
    assert_equal "$(jq -r 'select(.type == "RECORD" and .stream == "saved_albums").record.id' <<<"$output" | wc -l)" 50
}

@test "a page that cannot be read leaves the others to be read, and nothing gone" {
    stand_in --saved-albums 330 --fault 502@*1:saved-albums/100
    echo 0000000000000000000000 >known
    run -69 --separate-stderr fetch-albums --known known --retry-delay 0
    assert_equal "$(jq -r 'select(.type == "RECORD" and .stream == "saved_albums").record.id' <<<"$output")" \
        "$(ask saved-albums | jq -r .id | sed 101,150d)"
    [[ $stderr == 'fetch-albums: 1 of 7 pages of /me/albums could not be read: '*'failed: 502'* ]] || fail "$stderr"
    assert_equal "$(tail -n 1 <<<"$output" | jq -c '.value.bookmarks.saved_albums | [.offset, .has_more, .reading]')" \
        '[100,true,null]'
    # three in a row end the reading
    control 'set?fault=&fault=502@*1:saved-albums/100-200'
    run -69 --separate-stderr fetch-albums --retry-delay 0
    assert_equal "$(jq -r 'select(.type == "RECORD" and .stream == "saved_albums").record.id' <<<"$output" | wc -l)" 100
}
