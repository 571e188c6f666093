# shellcheck shell=bash disable=SC2154 # sourced by run, which sets what is used here
# How soon each view of the page is painted first, and how soon all of it is there, with 100,000 songs and 500,000 plays.

measure_paint() {
    local session link page pids=()
    command -v chromedriver >/dev/null || { skip 'chromium-driver' && return; }
    store -q paint.db </dev/null
    "$root/tests/browser/made-library" paint.db 100000 500000
    serve --port 0 paint.db >served &
    pids+=($!)
    "$root/tests/browser/session" >session &
    pids+=($!)
    until [[ -s session && -s served ]]; do pause 0.1; done
    session=$(<session)
    link=$(sed -n '1s/.*\(http:.*\)/\1/p' served)
    page=${link%%\?*}
    "$root/tests/browser/checks.py" "$session" enter "$link"
    printf '\n%-62s %9s %9s\n' 'the page with 100,000 songs and 500,000 plays, milliseconds' paint all
    mkdir -p word
    printf '<!doctype html>\n<title>a word</title>\n<p>word\n' >word/index.html
    python3 -u -m http.server --bind 127.0.0.1 --directory word 0 >word-server 2>&1 &
    pids+=($!)
    until grep -q 'port [0-9]' word-server; do pause 0.1; done
    "$root/tests/browser/checks.py" "$session" paints "$page" "$runs" \
        "http://127.0.0.1:$(sed -n 's/.* port \([0-9]*\) .*/\1/p' word-server)/"
    kill "${pids[@]}"
    wait "${pids[@]}" || true
}
