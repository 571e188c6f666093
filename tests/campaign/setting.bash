# shellcheck shell=bash disable=SC2034
# What the campaigns share: a folder of their own in `work`, a stand-in server, and a way to compare with it.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=${BUILD:-$root/build}
work=$(mktemp -d)
server_pid=''
export PATH="$root/scripts:$root/tests:$build:$PATH" SPOTIFY_SYNC_EXEC_PATH=$build LC_ALL=C.UTF-8 TERM=dumb
export HOME=$work/home XDG_DATA_HOME=$work/home/data XDG_STATE_HOME=$work/state
unset SPOTIFY_SYNC_DB SPOTIFY_SYNC_ACCOUNT SPOTIFY_CLIENT_ID BROWSER DISPLAY WAYLAND_DISPLAY
mkdir -p "$HOME"
cd "$work" || exit
keep=0 # whether the folder stays
trap 'serve_end; ((keep)) || rm -rf "$work"' EXIT

# serve OPTION…: starts the stand-in server, in place of an earlier one.
serve() {
    serve_end
    : >"$work/url"
    spotify-stand-in --port 0 --exit-with-parent "$@" >"$work/url" &
    server_pid=$!
    until [[ -s $work/url ]]; do
        kill -0 "$server_pid" || exit
        sleep 0.01
    done
    STAND_IN=$(<"$work/url")
    export STAND_IN SPOTIFY_API_URL=$STAND_IN/v1 SPOTIFY_ACCOUNTS_URL=$STAND_IN SPOTIFY_ACCESS_TOKEN=token
}

serve_end() {
    [[ -z $server_pid ]] || { kill "$server_pid" && wait "$server_pid"; } 2>/dev/null || true
    server_pid=''
}

# control PATH: POSTs to the server's control interface.
control() {
    curl -fsS -X POST "$STAND_IN/stand-in/$1" >/dev/null
}

# sql DB QUERY
sql() {
    sqlite3 -batch -bail -init /dev/null -cmd '.timeout 60000' "$@"
}

# failed WHAT [FILE…]: says what did not hold and with which files (their ends), and ends the campaign. All files
# stay, and with them the log of the server.
failed() {
    local file
    echo "FAILED: $1 (see $work)" >&2
    keep=1
    curl -fsS "$STAND_IN/stand-in/log" >server.log
    shift
    for file; do
        echo "--- ${file##*/}" >&2
        tail -n 20 "$file" >&2
    done
    exit 1
}

# log_in: signs in at the server.
log_in() {
    unset SPOTIFY_ACCESS_TOKEN
    rm -f sign-in.out
    sign-in --client-id test-client </dev/null >sign-in.out 2>&1 &
    until grep -qs '^http' sign-in.out; do
        kill -0 $! || failed 'sign-in has ended' sign-in.out
        sleep 0.01
    done
    curl -sS -L -o /dev/null "$(grep '^http' sign-in.out)"
    wait $! || failed 'sign-in' sign-in.out
}
