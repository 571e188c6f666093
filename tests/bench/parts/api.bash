# shellcheck shell=bash disable=SC2154 # sourced by run, which sets what is used here
# What the page asks for: how long each answer takes with 100,000 songs and 500,000 plays, the memory of serve, and the CPU
# time that it needs while a page watches a sync; and how much longer a sync takes while the page is asked 50 times a second.

# page_open DB: serves it. Sets page_pid, page and cookie.
page_open() {
    local link
    : >served
    serve --port 0 "$1" >served &
    page_pid=$!
    until grep -q '^Open the page' served; do pause 0.1; done
    link=$(sed -n 's/^Open the page: //p' served)
    page=${link%%/\?*}
    cookie=$(curl -fsS -D - -o /dev/null "$link" | sed -n 's/^Set-Cookie: \([^;]*\);.*/\1/p')
}

page_close() {
    kill "$page_pid"
    wait "$page_pid" || true
}

cpu_ms() { # of serve and of what it has run
    awk -v ticks="$(getconf CLK_TCK)" '{ print ($14 + $15 + $16 + $17) * 1000 / ticks }' "/proc/$page_pid/stat"
}

sync_seconds() { # the time of a first sync into new.db
    local began=$EPOCHREALTIME load
    rm -f new.db*
    [[ -z ${1-} ]] || page_open new.db
    if [[ ${1-} == asked ]]; then
        "$bench/api-load" "$page" "$cookie" 50 >answers &
        load=$!
        began=$EPOCHREALTIME
    fi
    spotify-sync -q --db new.db
    jq -n "$EPOCHREALTIME - $began" >>"seconds-${1-alone}"
    if [[ ${1-} == asked ]]; then
        kill "$load"
        wait "$load"
        cat answers >>all-answers
    fi
    [[ -z ${1-} ]] || page_close
}

measure_watched_sync() {
    local i used began sync
    stand_in_start . --tracks 20000 --artists 4000 --albums 8000 --latency 200
    for ((i = 0; i < runs; i++)); do
        sync_seconds
        sync_seconds asked
    done
    printf '\n%-62s %9s %9s\n' 'a first sync of 20,000 songs at 200 ms latency, seconds' alone asked
    printf '  %-60s %9.2f %9.2f\n' 'while the page is asked 50 times a second' \
        "$(sort -n seconds-alone | sed -n "$(((runs + 1) / 2))p")" "$(sort -n seconds-asked | sed -n "$(((runs + 1) / 2))p")"
    awk '{ n = $1; $1 = ""; count[$0] += n } END { for (kind in count) print "    " count[kind] " answers" kind }' all-answers
    control 'set?latency=300'
    rm -f new.db*
    page_open new.db
    spotify-sync -q --db new.db &
    sync=$!
    used=$(cpu_ms) began=$EPOCHREALTIME
    while kill -0 "$sync" 2>/dev/null; do
        curl -fsS -o /dev/null -H "Cookie: $cookie" "$page/api/sync/status"
        pause 1
    done
    printf '  %-60s %8.2f %%\n' 'CPU time of serve while a page watches, of one core' \
        "$(jq -n "($(cpu_ms) - $used) / 10 / ($EPOCHREALTIME - $began)")"
    page_close
    stand_in_end
}

measure_api() {
    store -q api.db </dev/null
    "$root/tests/browser/made-library" api.db 100000 500000
    page_open api.db
    printf '\n%-62s %9s %9s %9s\n' 'answers with 100,000 songs and 500,000 plays, milliseconds' median longest 'most cpu'
    "$bench/api-times" "$page" "$cookie" api.db "$page_pid"
    printf '  %-60s %9.1f MiB\n' 'the most memory of serve' \
        "$(awk '/^VmHWM/ { print $2 / 1024 }' "/proc/$page_pid/status")"
    page_close
    measure_watched_sync
}
