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

@test "the corpus of JSON texts does no harm" {
    run_corpus json
    run_corpus parse
}

@test "the corpus of lines does no harm" {
    run_corpus lines
}

@test "the corpus of times does no harm" {
    run_corpus timestamp
}

@test "the corpus of messages to store does no harm" {
    run_corpus store
}

@test "the corpus of messages to convert does no harm" {
    run_corpus convert
}

@test "the corpus of API pages does no harm" {
    run_corpus shape
}

@test "the corpus of requests for the page does no harm" {
    run_corpus page
}

@test "the corpus of streaming histories does no harm" {
    run_corpus history
}

@test "the corpus of HTTP answers does no harm" {
    run_corpus http
}

@test "the corpora of form fields and service addresses do no harm" {
    run_corpus form
    run_corpus service
}

@test "the corpus of stored sign-ins does no harm" {
    run_corpus sign-in
}

@test "the corpus of answers from a browser or a terminal does no harm" {
    run_corpus callback
}

@test "every fuzzer has a corpus that these tests run" {
    local source target
    for source in "$root"/tests/fuzz/*.c; do
        target=$(basename "$source" .c)
        grep -q "run_corpus $target\$" "$BATS_TEST_FILENAME"
        [[ -x $runners/$target ]]
    done
}
