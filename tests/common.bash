# shellcheck shell=bash
# What the tests (helper.bash), the campaigns (campaign/setting.bash) and the benchmarks share.

# clean_environment: unsets what the caller's environment says to the programs, to bash and to curl.
clean_environment() {
    unset "${!SPOTIFY_@}" NO_COLOR BROWSER DISPLAY WAYLAND_DISPLAY BASH_ENV ENV CDPATH \
        http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY
    export LC_ALL=C.UTF-8 TERM=dumb
}

# stand_in_start FOLDER OPTION…: starts the stand-in server on a free port; it ends with this script. Sets
# `stand_in_pid`, and exports STAND_IN (its URL), SPOTIFY_API_URL, SPOTIFY_ACCOUNTS_URL and SPOTIFY_ACCESS_TOKEN. What
# it writes to stderr is in FOLDER/stand-in.err. Fails, and shows that, if the server does not start.
stand_in_start() {
    local errors=$1/stand-in.err url
    shift
    # Bats waits for whoever holds its descriptor 3.
    exec {url}< <(exec spotify-stand-in --port 0 --parent-pid "$$" "$@" 2>"$errors" 3>&-)
    stand_in_pid=$!
    if ! read -r -u "$url" STAND_IN; then
        exec {url}<&-
        cat "$errors" >&2
        return 1
    fi
    exec {url}<&-
    export STAND_IN SPOTIFY_API_URL=$STAND_IN/v1 SPOTIFY_ACCOUNTS_URL=$STAND_IN SPOTIFY_ACCESS_TOKEN=token
}

# stand_in_end: ends the server, if there is one.
stand_in_end() {
    [[ -z ${stand_in_pid-} ]] || { kill "$stand_in_pid" && wait "$stand_in_pid"; } 2>/dev/null || true
    stand_in_pid=''
}

# talk METHOD PATH: asks the server's control interface, and leaves its answer to be read from descriptor
# `connection`. Fails, and shows the answer, if the server does not agree. (Bash does this with no process at all, where
# curl and jq are half of what a test costs.)
talk() {
    local status line
    exec {connection}<>"/dev/tcp/127.0.0.1/${STAND_IN##*:}" || return
    printf '%s /stand-in/%s HTTP/1.0\r\nContent-Length: 0\r\n\r\n' \
        "$1" "$2" >&"$connection"
    read -r -u "$connection" _ status _
    while read -r -u "$connection" line && [[ $line != $'\r' ]]; do :; done
    [[ $status == 200 ]] || { echo "$1 /stand-in/$2: $status $(cat <&"$connection")" >&2 && return 1; }
}

# control PATH: POSTs to it: control 'set?latency=100', control log/clear.
control() {
    local connection
    talk POST "$1" && exec {connection}<&-
}

# ask PATH: GETs from it: ask stats, ask log, ask library.
ask() {
    local connection
    talk GET "$1" && cat <&"$connection" && exec {connection}<&-
}

# requests [ENDPOINT]: the number of requests the server has had since the log was cleared, of all kinds or of one (its
# --help names them).
requests() {
    local connection stats
    talk GET stats && read -r -u "$connection" stats && exec {connection}<&-
    if (($# == 0)); then
        [[ $stats =~ '"requests":'([0-9]+) ]]
    else
        [[ $stats =~ '"by_endpoint":{'[^}]*"\"$1\":"([0-9]+) ]] || { echo 0 && return; }
    fi
    echo "${BASH_REMATCH[1]}"
}

# pause SECONDS: like sleep, but starts no process: it waits for what never comes.
exec {never}<>/dev/udp/127.0.0.1/9
pause() {
    read -r -t "$1" -u "$never" || true
}

# log_in OPTION…: signs in at the server with `spotify-sync login`, as a user with a browser does, and unsets
# SPOTIFY_ACCESS_TOKEN. Fails, and shows what the command said, if that does not work.
log_in() {
    local pid
    unset SPOTIFY_ACCESS_TOKEN
    : >log-in.out
    spotify-sync login "$@" </dev/null >log-in.out 2>&1 3>&- &
    pid=$!
    until grep -q '^http' log-in.out || ! kill -0 "$pid" 2>/dev/null; do
        pause 0.02
    done
    if ! curl -fsS -L -o /dev/null "$(grep '^http' log-in.out)" || ! wait "$pid"; then
        cat log-in.out >&2
        return 1
    fi
}

# sql DB QUERY: the answer of the sqlite3 CLI.
sql() {
    sqlite3 -batch -bail -init /dev/null -cmd '.timeout 60000' "$@"
}
