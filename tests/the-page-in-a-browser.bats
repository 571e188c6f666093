# The page in Chromium: every view, at every width, in both schemes, by mouse, keyboard and screen reader; its numbers, and a
# sync that is started from it. One browser does all.

load helper

# made DB SONGS PLAYS: an invented library.
made() {
    store -q "$1" </dev/null && "$BATS_TEST_DIRNAME/browser/made-library" "$@"
}

setup_file() {
    local root
    root=$(cd "$BATS_TEST_DIRNAME/.." && pwd) || return
    cd "$BATS_FILE_TMPDIR" || return
    touch pids
    export LACKING=''
    command -v chromedriver >/dev/null || LACKING='chromium-driver is not installed'
    [[ ${LD_PRELOAD-} != *faketime* ]] || LACKING='Chromium does not start with faketime'
    [[ -z $LACKING ]] || return 0
    PATH=${BUILD:-$root/build}:$PATH
    made library.db 2000 40000
    "$BATS_TEST_DIRNAME/browser/session" >session 3>&- &
    echo $! >pids
    until_true 60 test -s session
    BROWSER_SESSION=$(<session)
    export BROWSER_SESSION
}

teardown_file() {
    local pids
    mapfile -t pids <"$BATS_FILE_TMPDIR/pids"
    ((${#pids[@]} == 0)) || kill "${pids[@]}"
    wait "${pids[@]}" || true
}

setup() {
    served=''
    [[ -z $LACKING ]] || skip "$LACKING"
    begin_test
}

teardown() {
    [[ ! -e serve.err ]] || cat serve.err
    [[ -z $served ]] || kill "$served" 2>/dev/null || true
    end_test
}

# serve_page DB [PORT]: serves it, and opens it in the browser by its link. Sets `page`.
serve_page() {
    rm -f link
    serve --port "${2:-0}" --driver "$(command -v spotify-sync)" "$1" >link 2>serve.err 3>&- &
    served=$!
    until_true 60 grep -q 'http:' link
    link=$(sed -n '1s/.*\(http:.*\)/\1/p' link)
    page=${link%%\?*}
}

check() {
    "$BATS_TEST_DIRNAME/browser/checks.py" "$BROWSER_SESSION" "$@"
}

@test "every view fits windows from 360 to 2560 pixels, light and dark, and no name in it is taken for markup" {
    serve_page "$BATS_FILE_TMPDIR/library.db"
    check enter "$link"
    check views "$page"
}

@test "axe finds nothing that would keep anybody from using a view" {
    local axe=${BUILD:-$BATS_TEST_DIRNAME/../build}/axe
    "$BATS_TEST_DIRNAME/browser/fetch-axe" "$axe" || skip 'axe-core cannot be fetched'
    serve_page "$BATS_FILE_TMPDIR/library.db"
    check enter "$link"
    check accessible "$page" "$axe/axe.min.js"
}

@test "a hundred thousand songs are searched, and scrolled to the end, by mouse and by keyboard" {
    made big.db 100000 1000
    serve_page big.db
    check enter "$link"
    check library "$page" 100000
}

@test "the numbers on the page are those of the tables" {
    serve_page "$BATS_FILE_TMPDIR/library.db"
    check enter "$link"
    check numbers "$page" "$BATS_FILE_TMPDIR/library.db"
}

@test "a sync starts by its button, is watched to its end without a reload, and another one is cancelled" {
    stand_in --tracks 500 --fault hang@2-9999:tracks
    serve_page a.db
    check enter "$link"
    check started
    control 'set?fault='
    check ended 'Up to date' '500'
    control 'set?fault=hang@1-9999'
    check cancelled
}

@test "a limit counts down on the page, with what to do; and the page goes on when its server comes back" {
    local port
    stand_in --tracks 60 --limit artists=900
    serve_page a.db
    check enter "$link"
    check begun
    check limited
    kill -KILL "$served"
    wait "$served" || true
    check away
    port=${page##*:}
    serve_page a.db "${port%/}"
    check back
}

@test "a report is a file that shows the same from a folder, and no account if it is to be private" {
    report --private "$BATS_FILE_TMPDIR/library.db" >report.html
    check report "$PWD/report.html" alice
    run -0 report --year 2025 "$BATS_FILE_TMPDIR/library.db"
    assert_output --partial '"year":"2025"'
    run -69 report none.db
    assert_output --partial 'a sync creates it'
}
