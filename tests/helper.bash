# shellcheck shell=bash disable=SC2034 # the tests use what is set here
# What the tests share. A test file begins with
#
#     load helper
#     setup() { begin_test; }
#     teardown() { end_test; }
#
# begin_test            an empty folder to work in, with HOME and the XDG folders below it, and the programs,
#                       spotify-sync and the stand-in server first in PATH
# end_test              ends what the test has started
# stand_in [OPTION…]    starts the stand-in server on a free port; sets STAND_IN (its URL), SPOTIFY_API_URL,
#                       SPOTIFY_ACCOUNTS_URL and SPOTIFY_ACCESS_TOKEN; a second one takes the first one's place
# control PATH          POSTs to its control interface: control 'set?latency=100', control log/clear
# ask PATH              GETs from it: ask stats, ask log, ask library
# requests [ENDPOINT]   how many requests it has had, of all kinds or of one (as its --help names them)
# background COMMAND…   starts it with its output in background.out; sets background_pid; it takes Ctrl-C,
#                       which a job in a shell's background else ignores, and leads a process group of its own
# finish_background     waits until it ends and sets background_status
# until_true SECONDS COMMAND…   runs the command again and again until it succeeds; fails after SECONDS
# sql DB QUERY          the answer of the sqlite3 CLI
# same_tracks DB        fails unless the database's saved tracks are exactly the stand-in's

bats_require_minimum_version 1.5.0
bats_load_library bats-support
bats_load_library bats-assert

begin_test() {
    local root
    root=$(cd "$BATS_TEST_DIRNAME/.." && pwd) || return
    export PATH="$root/scripts:${BUILD:-$root/build}:$PATH"
    export HOME=$BATS_TEST_TMPDIR/home
    export XDG_DATA_HOME=$HOME/data XDG_STATE_HOME=$HOME/state XDG_CONFIG_HOME=$HOME/config \
        XDG_CACHE_HOME=$HOME/cache LC_ALL=C.UTF-8 TZ=UTC TERM=dumb
    unset SPOTIFY_SYNC_DB SPOTIFY_ACCESS_TOKEN SPOTIFY_CLIENT_ID SPOTIFY_API_URL \
        SPOTIFY_ACCOUNTS_URL NO_COLOR
    [[ -z ${BUILD-} ]] || export SPOTIFY_SYNC_EXEC_PATH=$BUILD
    stand_in_pid='' background_pid=''
    mkdir -p "$HOME" "$BATS_TEST_TMPDIR/work" && cd "$BATS_TEST_TMPDIR/work" || return
}

end_test() {
    [[ -z ${background_pid-} ]] || kill -KILL -- "-$background_pid" 2>/dev/null || true
    [[ -z ${stand_in_pid-} ]] || kill "$stand_in_pid" 2>/dev/null || true
}

stand_in() {
    [[ -z $stand_in_pid ]] || kill "$stand_in_pid" 2>/dev/null || true
    # Bats waits for whoever holds its descriptor 3.
    : >"$BATS_TEST_TMPDIR/stand-in.out"
    spotify-stand-in --port 0 --parent-pid "$$" "$@" \
        >"$BATS_TEST_TMPDIR/stand-in.out" 2>"$BATS_TEST_TMPDIR/stand-in.err" 3>&- &
    stand_in_pid=$!
    if ! until_true 10 stand_in_is_ready; then
        cat "$BATS_TEST_TMPDIR/stand-in.err" >&2
        return 1
    fi
    STAND_IN=$(head -n 1 "$BATS_TEST_TMPDIR/stand-in.out")
    export STAND_IN
    export SPOTIFY_API_URL=$STAND_IN/v1 SPOTIFY_ACCOUNTS_URL=$STAND_IN SPOTIFY_ACCESS_TOKEN=token
}

stand_in_is_ready() {
    grep -q . "$BATS_TEST_TMPDIR/stand-in.out" || ! kill -0 "$stand_in_pid" 2>/dev/null
}

control() {
    curl -fsS -X POST "$STAND_IN/stand-in/$1"
}

ask() {
    curl -fsS "$STAND_IN/stand-in/$1"
}

requests() {
    if (($#)); then
        ask stats | jq --arg name "$1" '.by_endpoint[$name] // 0'
    else
        ask stats | jq .requests
    fi
}

background() {
    setsid env --default-signal=INT,PIPE "$@" </dev/null >background.out 2>&1 3>&- &
    background_pid=$!
}

finish_background() {
    background_status=0
    wait "$background_pid" || background_status=$?
    background_pid=''
}

until_true() {
    local deadline=$((EPOCHSECONDS + $1))
    shift
    until "$@"; do
        ((EPOCHSECONDS < deadline)) || return 1
        sleep 0.02
    done
}

sql() {
    sqlite3 -batch -bail -init /dev/null -cmd '.timeout 60000' "$@"
}

same_tracks() {
    diff <(ask library | jq -r '[.id, .added_at] | join("|")' | sort) \
        <(sql "$1" 'SELECT track_id, added_at FROM saved_tracks WHERE removed_at IS NULL' | sort)
}
