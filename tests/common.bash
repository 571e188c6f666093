# shellcheck shell=bash
# What the tests (helper.bash), the campaigns (campaign/setting.bash) and the benchmarks share.

# clean_environment: forgets what the shell that started all this says to the programs, to bash and to curl.
clean_environment() {
    unset "${!SPOTIFY_@}" NO_COLOR BROWSER DISPLAY WAYLAND_DISPLAY BASH_ENV ENV CDPATH \
        http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY
    export LC_ALL=C.UTF-8 TERM=dumb
}

# stand_in_start FOLDER OPTION…: starts the stand-in server on a free port, with what it says in files in FOLDER, until
# this script ends; sets `stand_in_pid`, and STAND_IN (its URL), SPOTIFY_API_URL, SPOTIFY_ACCOUNTS_URL and
# SPOTIFY_ACCESS_TOKEN for all programs. Fails, with what the server said, when that has ended instead.
stand_in_start() {
    local said=$1/stand-in
    shift
    : >"$said.out"
    # Bats waits for whoever holds its descriptor 3.
    spotify-stand-in --port 0 --parent-pid "$$" "$@" >"$said.out" 2>"$said.err" 3>&- &
    stand_in_pid=$!
    until [[ -s $said.out ]]; do
        if ! kill -0 "$stand_in_pid" 2>/dev/null; then
            cat "$said.err" >&2
            return 1
        fi
        sleep 0.01
    done
    STAND_IN=$(<"$said.out")
    export STAND_IN SPOTIFY_API_URL=$STAND_IN/v1 SPOTIFY_ACCOUNTS_URL=$STAND_IN SPOTIFY_ACCESS_TOKEN=token
}

# stand_in_end: ends the server, where there is one.
stand_in_end() {
    [[ -z ${stand_in_pid-} ]] || { kill "$stand_in_pid" && wait "$stand_in_pid"; } 2>/dev/null || true
    stand_in_pid=''
}

# control PATH: POSTs to the server's control interface: control 'set?latency=100', control log/clear.
control() {
    curl -fsS -X POST "$STAND_IN/stand-in/$1" >/dev/null
}

# ask PATH: GETs from it: ask stats, ask log, ask library.
ask() {
    curl -fsS "$STAND_IN/stand-in/$1"
}

# log_in OPTION…: signs in at the server by `spotify-sync login`, as a user with a browser does; from then on no token
# is given. Fails, with what was said, when nobody is signed in then.
log_in() {
    local pid
    unset SPOTIFY_ACCESS_TOKEN
    : >log-in.out
    spotify-sync login "$@" </dev/null >log-in.out 2>&1 3>&- &
    pid=$!
    until grep -q '^http' log-in.out || ! kill -0 "$pid" 2>/dev/null; do
        sleep 0.01
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
