# What the enrichers do with messages that pass.

load helper
setup() { begin_test; }
teardown() { end_test; }

@test "enrichers pass messages on byte for byte, and ask for each id once" {
    stand_in --tracks 500
    fetch-tracks >in
    enrich-artists <in >out
    diff <(grep -v '"STATE"' in) <(grep -v -e '"STATE"' -e '"stream": *"artists"' out)
    assert_equal "$(jq -r 'select(.stream == "artists" and .type == "RECORD").record.id' out | sort | uniq -d | wc -l)" 0
    diff <(jq -r 'select(.stream == "artists" and .type == "RECORD").record.id' out | sort) \
        <(ask artists | jq -r .id | sort)
    assert_equal "$(requests artists)" 2
}

@test "an enricher does not ask for known ids, and needs no token if there is nothing to ask" {
    stand_in --tracks 100
    fetch-tracks >in
    ask artists | jq -r .id >known
    control log/clear
    unset SPOTIFY_ACCESS_TOKEN
    enrich-artists --known known <in >out
    diff <(grep -v '"STATE"' in) <(grep -v '"STATE"' out)
    assert_equal "$(requests)" 0
}

@test "an enricher's last STATE says that nothing is left, even if nothing was asked" {
    local last
    (
        echo '{"type":"STATE","value":{"bookmarks":{"mine":{"place":7}}}}'
        head -c 100000 /dev/zero | tr '\0' '\n'
    ) | enrich-artists | enrich-albums >out
    last=$(tail -n 1 out)
    assert_equal "$(jq -c '.value.bookmarks | [.mine.place, .artists.has_more, .albums.has_more]' <<<"$last")" '[7,false,false]'
    assert_equal "$(enrich-artists </dev/null)" ''
}

@test "the last STATE that an enricher prints holds the bookmarks of all programs before it" {
    # Whatever is in them stays as it is written.
    {
        echo '{"type":"STATE","value":{"bookmarks":{"a":{"n":12345678901234567890.10},"\u0062":1}}}'
        echo '{"type":"STATE","value":{"bookmarks":{ },"currently_syncing":"c"}}'
        echo '{"type":"STATE","value":{"bookmarks":{"b":2, "c d":"\u00e9\""}}}'
        echo '{"type":"STATE","value":{"bookmarks":{"e":[]}}}'
    } | enrich-artists >out
    assert_equal "$(jq -c '.value.bookmarks | [.b, .["c d"], .e, .artists.has_more]' <<<"$(tail -n 1 out)")" '[2,"é\"",[],false]'
    [[ $(tail -n 1 out) == *'"e":[],"a":{"n":12345678901234567890.10},"b":2,"c d":"\u00e9\""'* ]]
    # The empty name, as C sees it, is a name too.
    printf '{"type":"STATE","value":{"bookmarks":{"%s":1}}}\n' a '\u0000' | enrich-artists >out
    assert_equal "$(jq -c '.value.bookmarks | [.a, length]' <<<"$(tail -n 1 out)")" '[1,3]'
    # What has no place for bookmarks passes.
    printf '{"type":"STATE","value":%s}\n' '{"bookmarks":{"a":1}}' 7 | enrich-artists >out
    assert_equal "$(jq -c .value <<<"$(tail -n 1 out)")" 7

    stand_in --tracks 60
    { fetch-tracks && fetch-albums; } | enrich-artists >out
    assert_equal "$(jq -c '.value.bookmarks | keys' <<<"$(tail -n 1 out)")" '["artists","saved_albums","saved_tracks"]'
}

@test "known ids on the input of the messages are refused with 64" {
    local program
    for program in enrich-artists enrich-albums; do
        run -64 $program --known - <<<'{"type":"STATE","value":{}}'
        assert_output "$program: --known takes a file, because standard input carries the messages"
    done
}

@test "an id that does not exist gets unavailable_at" {
    stand_in --tracks 10
    run -0 --separate-stderr enrich-albums \
        <<<'{"type":"RECORD","stream":"albums","record":{"id":"0000000000000000000000"}}'
    assert_equal "$(jq -r 'select(.record.unavailable_at).record.id' <<<"$output")" 0000000000000000000000
}

stubs() { # ID…: records that only name these artists
    printf '{"type":"RECORD","stream":"artists","record":{"id":"%s"}}\n' "$@"
}

unavailable() { # the ids that the output marks so
    jq -r 'select(.record.unavailable_at).record.id' <<<"$output"
}

described() { # the artists whose full objects are in the output
    jq -r 'select(.stream == "artists" and .record.name).record.id' <<<"$output"
}

@test "an id that the API calls malformed gets unavailable_at, and the others are described" {
    local mode real
    stand_in --tracks 20
    mapfile -t real < <(ask artists | jq -r .id)
    for mode in batch single; do
        run -0 --separate-stderr enrich-artists --mode "$mode" < <(stubs malformed "${real[@]}")
        assert_equal "$(unavailable)" malformed
        assert_equal "$(described | sort)" "$(printf '%s\n' "${real[@]}" | sort)"
    done
}

@test "an object without an id ends with 76, and nothing gets unavailable_at" {
    stand_in --mode development --tracks 20 --fault nonsense~100:artist
    fetch-tracks >in
    run -76 --separate-stderr enrich-artists --retry-delay 0.001 <in
    assert_equal "$(unavailable)" ''
    [[ $stderr == *'invalid response from'* ]]
}

@test "a refusal that names no id ends with 77, and nothing gets unavailable_at" {
    local mode
    stand_in --tracks 20 --fault 400~100:artists --fault 400~100:artist
    fetch-tracks >in
    for mode in auto batch single; do
        run -77 --separate-stderr enrich-artists --mode "$mode" <in
        assert_equal "$(unavailable)" ''
        [[ $stderr == *'was refused: 400 An error on purpose'* ]]
    done
    # A batch has null for an id that is not there: a 404 is about something else.
    control 'set?fault=&fault=404~100:artists'
    run -77 --separate-stderr enrich-artists --mode batch <in
    assert_equal "$(unavailable)" ''
}

@test "404 for every id puts the address in doubt: 76, and nothing gets unavailable_at" {
    local real gone=0000000000000000000000 api
    stand_in --mode development --tracks 500
    api=$SPOTIFY_API_URL
    mapfile -t real < <(ask artists | jq -r .id)
    SPOTIFY_API_URL=$api/nowhere run -76 --separate-stderr enrich-artists --mode single < <(stubs "${real[@]:0:5}")
    assert_equal "$(unavailable)" ''
    assert_equal "$(requests)" 5
    assert_equal "$stderr" 'enrich-artists: none of the 5 ids requested from /artists exists: is SPOTIFY_API_URL right?'
    control log/clear
    SPOTIFY_API_URL=$api/nowhere run -76 --separate-stderr enrich-artists --mode single --window 1 < <(stubs "${real[@]}")
    assert_equal "$(unavailable)" ''
    assert_equal "$(requests)" 20

    # Where the resource is not found, that is so, whether others are found or not.
    run -0 --separate-stderr enrich-artists < <(stubs "$gone")
    assert_equal "$(unavailable)" "$gone"
    run -0 --separate-stderr enrich-artists < <(stubs "$gone" "${real[0]}")
    assert_equal "$(unavailable)" "$gone"
    assert_equal "$(described)" "${real[0]}"
}

@test "a STATE waits for the ids before it, and a killed enricher prints none" {
    local pid
    stand_in --tracks 100
    fetch-tracks >in
    control 'set?latency=60000'
    enrich-artists <in >out &
    pid=$!
    until_true 60 eval '(($(grep -c RECORD out) == 100))'
    kill -KILL "$pid"
    wait "$pid" || true
    assert_equal "$(grep -c '"RECORD"' out)" 100
    assert_equal "$(grep -c '"STATE"' out)" 0
}

@test "an id that keeps failing stays pending, and all others are described" {
    local mode fault real
    for mode in extended development; do
        for fault in 500 garbage 451 400 403; do
            stand_in --mode "$mode" --tracks 500
            mapfile -t real < <(ask artists | jq -r .id)
            control "set?fault=$fault~100:${real[0]}&fault=$fault~100:${real[60]}"
            rm -rf "$XDG_STATE_HOME"
            run --separate-stderr enrich-artists --retry-delay 0.001 < <(stubs "${real[@]}")
            if [[ $fault == garbage ]]; then
                assert_equal "$status" 76
            else
                assert_equal "$status" 69
            fi
            [[ $stderr == "enrich-artists: 2 of ${#real[@]} ids could not be fetched: $SPOTIFY_API_URL/artists"*"${real[0]}"* ]]
            assert_equal "$(unavailable)" ''
            assert_equal "$(described | sort)" "$(printf '%s\n' "${real[@]:1:59}" "${real[@]:61}" | sort)"
            assert_equal "$(tail -n 1 <<<"$output" | jq -c '.value.bookmarks.artists |
                [.total - .processed, .has_more, (.error | length > 0)]')" '[2,true,true]'
        done
    done
}

@test "an id that never gets an answer is left out, and all others are described" {
    local real mode
    for mode in extended development; do
        stand_in --mode "$mode" --tracks 500
        mapfile -t real < <(ask artists | jq -r .id)
        control "set?fault=reset~100:${real[0]}"
        run -69 --separate-stderr enrich-artists --retry-delay 0.001 < <(stubs "${real[@]}")
        assert_equal "$(described | sort)" "$(printf '%s\n' "${real[@]:1}" | sort)"
        control "set?fault=&fault=hang~100:${real[60]}"
        run -69 --separate-stderr enrich-artists --window 1 --retry-delay 0.001 --timeout 0.2 < <(stubs "${real[@]}")
        assert_equal "$(described | sort)" "$(printf '%s\n' "${real[@]:0:60}" "${real[@]:61}" | sort)"
    done
}

@test "ids that are refused before any other is answered stop nothing" {
    local real id fault
    for fault in 400 403 451; do
        stand_in --mode development --tracks 400
        mapfile -t real < <(ask artists | jq -r .id)
        for id in "${real[@]:0:3}"; do
            control "set?fault=$fault~100:$id"
        done
        run -69 --separate-stderr enrich-artists --window 1 < <(stubs "${real[@]}")
        assert_equal "$(described | sort)" "$(printf '%s\n' "${real[@]:3}" | sort)"
        rm -rf "$XDG_STATE_HOME"
    done
}

@test "what is no id is passed on and never requested" {
    local real
    stand_in --tracks 20
    mapfile -t real < <(ask artists | jq -r .id)
    printf '{"type":"RECORD","stream":"tracks","record":{"artists":[{"id":%s,"name":"x"},{"id":"%s"}],"album":{"id":%s}}}\n' \
        '""' "${real[0]}" '""' '"../x"' "${real[1]}" '"../x"' null "${real[2]}" 7 >in
    run -0 --separate-stderr enrich-artists <in
    diff in <(head -n 3 <<<"$output")
    assert_equal "$(described | sort)" "$(printf '%s\n' "${real[@]:0:3}" | sort)"
    run -0 --separate-stderr enrich-albums <in
    assert_equal "$output" "$(<in)"
    assert_equal "$(ask log | jq -r '.path + "?" + .query')" "/v1/artists?ids=${real[0]},${real[1]},${real[2]}"
}

@test "a server that answers at random gets at most 15 requests for each id" {
    local real mode seed
    for mode in extended development; do
        for seed in 1 2; do
            stand_in --seed "$seed" --mode "$mode" --tracks 300
            mapfile -t real < <(ask artists | jq -r .id)
            control 'set?fault=500~20&fault=403~15&fault=400~10&fault=404~15&fault=nonsense~10&fault=nulls~10&fault=empty~10&fault=reset~5'
            run --separate-stderr timeout 100 enrich-artists --retry-delay 0 < <(stubs "${real[@]}")
            ((status != 124 && $(requests) > 0)) || fail "ended with $status after $(requests) requests: $stderr"
            (($(requests) <= 15 * ${#real[@]})) || fail "$(requests) requests for ${#real[@]} ids"
        done
    done
}

@test "a STATE waits for no id that is left out" {
    local real
    stand_in --mode development --tracks 200
    mapfile -t real < <(ask artists | jq -r .id)
    control "set?fault=451~100:${real[3]}"
    run -69 --separate-stderr enrich-artists < <(
        stubs "${real[@]}"
        echo '{"type":"STATE","value":{"bookmarks":{"mine":{"place":7}}}}'
    )
    assert_equal "$(tail -n 1 <<<"$output" | jq .value.bookmarks.mine.place)" 7
}

@test "the API is given up after three ids that fail, and at once if nobody answers" {
    stand_in --mode development --tracks 200 --fault 500~100:artist
    fetch-tracks >in
    run -69 --separate-stderr enrich-artists --retry-delay 0.001 <in
    assert_equal "$(requests artist)" 15
    stand_in --tracks 500 --fault 500~100:artists
    fetch-tracks >in
    run -69 --separate-stderr enrich-artists --retry-delay 0.001 --mode batch <in
    (($(requests artists) <= 50)) || fail "$(requests artists) requests"
    stand_in --mode development --tracks 200 --fault reset~100:artist
    fetch-tracks >in
    run -69 --separate-stderr enrich-artists --retry-delay 0.001 <in
    assert_equal "$(ask log | jq -r .path | grep '/artists/' | sort -u | wc -l)" 3
    SPOTIFY_API_URL=http://127.0.0.1:1 run -69 --separate-stderr enrich-artists --retry-delay 0.001 <in
    assert_equal "$(tail -n 1 <<<"$output" | jq .value.bookmarks.artists.requests)" 5
}

@test "refused ids do not stop an app that was answered before, however many come first" {
    local real id
    stand_in --mode development --tracks 200
    mapfile -t real < <(ask artists | jq -r .id)
    stubs "${real[0]}" | enrich-artists >out
    for id in "${real[@]:0:12}"; do
        control "set?fault=403~100:$id"
    done
    run -69 --separate-stderr enrich-artists --window 1 < <(stubs "${real[@]}")
    assert_equal "$(described | wc -l)" "$((${#real[@]} - 12))"
    control log/clear
    control 'set?fault=403~100:artist'
    run -69 --separate-stderr enrich-artists --window 1 < <(stubs "${real[@]}")
    assert_equal "$(requests artist)" 20
}

@test "under a limit an enricher gives the ids up, and still passes the messages" {
    stand_in --tracks 200 --limit artists=79892
    fetch-tracks >in
    run -75 --separate-stderr enrich-artists <in
    assert_equal "$(grep -c '"RECORD"' <<<"$output")" 200
    assert_equal "$(tail -n 1 <<<"$output" |
        jq -c '.value.bookmarks | [.saved_tracks.offset, .artists.rate_limited]')" '[200,true]'
}

@test "a limit among ids that do not exist ends with 75 at once" {
    stand_in --mode development --tracks 20
    fetch-tracks | enrich-artists >out # which has the app remembered
    control 'set?latency=50'
    control log/clear
    control 'set?fault=429=79892@1:artist'
    run -75 --separate-stderr timeout 30 enrich-artists < <(stubs 00000000000000000000{10..29})
    assert_equal "$(tail -n 1 <<<"$output" | jq -c '.value.bookmarks.artists | [.has_more, .rate_limited]')" \
        '[true,true]'
}

@test "a bad line ends an enricher with 65 and its number, and everything before it passes" {
    stand_in --tracks 50
    fetch-tracks >in
    echo '{"type":"RECORD",' >>in
    run -65 --separate-stderr enrich-artists <in
    assert_equal "$(grep -c '"stream": *"artists"' <<<"$output")" "$((1 + $(ask artists | wc -l)))"
    [[ $stderr == *'line 53'* ]]
}
