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
    "$root/tests/browser/checks.py" "$session" paints "$page" "$runs"
    kill "${pids[@]}"
    wait "${pids[@]}" || true
}
