#!/usr/bin/env bats
# What the fuzzers in tests/fuzz/ have found, and what they began with, once through the same code with sanitizers.

load helper
setup() {
    begin_test
    root=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
    runners=${BUILD:-$root/build}/sanitize/fuzz
    [[ -d $runners ]] || runners=${BUILD:-$root/build}/fuzz
}
teardown() { end_test; }

# run_corpus TARGET
run_corpus() {
    local files=("$root/tests/fuzz/corpus/$1"/*)
    run -0 "$runners/$1" "${files[@]}"
    assert_line "${#files[@]} files"
}

@test "JSON texts" {
    run_corpus json
}

@test "lines" {
    run_corpus lines
}

@test "times" {
    run_corpus timestamp
}

@test "streams of messages that are stored" {
    run_corpus store
}

@test "pages of the API that are shaped into messages" {
    run_corpus shape
}

@test "HTTP answers" {
    run_corpus http
}

@test "form fields and addresses of services" {
    run_corpus form
    run_corpus url
}

@test "files of a stored sign-in" {
    run_corpus sign-in
}

@test "what comes back from a browser or is typed" {
    run_corpus callback
}

@test "every fuzzer has a corpus that is run here" {
    local source target
    for source in "$root"/tests/fuzz/*.c; do
        target=$(basename "$source" .c)
        grep -q "run_corpus $target\$" "$BATS_TEST_FILENAME"
        [[ -x $runners/$target ]]
    done
}
