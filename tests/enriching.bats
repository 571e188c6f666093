#!/usr/bin/env bats
# What the enrichers do with messages that pass.

load helper
setup() { begin_test; }
teardown() { end_test; }

@test "messages pass byte for byte, and each id is asked for once" {
    stand_in --tracks 500
    fetch-tracks >in
    enrich-artists <in >out
    diff <(grep -v '"STATE"' in) <(grep -v -e '"STATE"' -e '"stream": *"artists"' out)
    assert_equal "$(jq -r 'select(.stream == "artists" and .type == "RECORD").record.id' out | sort | uniq -d | wc -l)" 0
    diff <(jq -r 'select(.stream == "artists" and .type == "RECORD").record.id' out | sort) \
        <(ask artists | jq -r .id | sort)
    assert_equal "$(requests artists)" 2
}

@test "known ids are not asked for, and with nothing to ask no token is needed" {
    stand_in --tracks 100
    fetch-tracks >in
    ask artists | jq -r .id >known
    control log/clear
    unset SPOTIFY_ACCESS_TOKEN
    enrich-artists --known known <in >out
    diff <(grep -v '"STATE"' in) <(grep -v '"STATE"' out)
    assert_equal "$(requests)" 0
}

@test "known ids cannot come from where the messages do: 64" {
    local program
    for program in enrich-artists enrich-albums; do
        run -64 $program --known - <<<'{"type":"STATE","value":{}}'
        assert_output "$program: --known takes a file: standard input has the messages"
    done
}

@test "an id that is not there becomes unavailable_at" {
    stand_in --tracks 10
    run -0 --separate-stderr enrich-albums \
        <<<'{"type":"RECORD","stream":"albums","record":{"id":"0000000000000000000000"}}'
    assert_equal "$(jq -r 'select(.record.unavailable_at).record.id' <<<"$output")" 0000000000000000000000
}

@test "a STATE waits for the ids ahead of it, and a killed enricher lets none out" {
    local pid
    stand_in --tracks 100
    fetch-tracks >in
    control 'set?latency=3000'
    enrich-artists <in >out &
    pid=$!
    until_true 10 eval '(($(grep -c RECORD out) == 100))'
    kill -KILL "$pid"
    wait "$pid" || true
    assert_equal "$(grep -c '"RECORD"' out)" 100
    assert_equal "$(grep -c '"STATE"' out)" 0
}

@test "a limit gives the ids up, and the messages still pass" {
    stand_in --tracks 200 --limit artists=79892
    fetch-tracks >in
    run -75 --separate-stderr enrich-artists <in
    assert_equal "$(grep -c '"RECORD"' <<<"$output")" 200
    assert_equal "$(tail -n 1 <<<"$output" |
        jq -c '.value.bookmarks | [.saved_tracks.offset, .artists.rate_limited]')" '[200,true]'
}

@test "a bad line ends with 65, its number, and all that came ahead of it" {
    stand_in --tracks 50
    fetch-tracks >in
    echo '{"type":"RECORD",' >>in
    run -65 --separate-stderr enrich-artists <in
    assert_equal "$(grep -c '"stream": *"artists"' <<<"$output")" "$((1 + $(ask artists | wc -l)))"
    [[ $stderr == *'line 53'* ]]
}
