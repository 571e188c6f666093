# shellcheck shell=bash disable=SC2034
# What the campaigns share, with what is in tests/common.bash: a folder of their own in `work`, and a way to fail.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=tests/common.bash
source "$root/tests/common.bash"
build=${BUILD:-$root/build}
work=$(mktemp -d)
clean_environment
export PATH="$root/scripts:$root/tests:$build:$PATH" SPOTIFY_SYNC_EXEC_PATH=$build
export HOME=$work/home XDG_DATA_HOME=$work/home/data XDG_STATE_HOME=$work/state
mkdir -p "$HOME"
cd "$work" || exit
keep=0 # whether the folder stays
trap 'stand_in_end; ((keep)) || rm -rf "$work"' EXIT

# serve OPTION…: starts the stand-in server, in place of an earlier one.
serve() {
    stand_in_end
    stand_in_start "$work" "$@" || exit
}

must_log_in() {
    log_in --client-id test-client || failed 'nobody could sign in'
}

# read_options OPTION…: reads the options that the campaigns by seeds have in common into `first`, `last`, `mode`
# and `verbose`. With --jobs N, N processes share the seeds, and this one only waits for them.
read_options() {
    local jobs=1
    while (($#)); do
        case $1 in
            --seeds) first=${2%-*} last=${2#*-} && shift ;;
            --mode) mode=$2 && shift ;;
            --jobs) jobs=$2 && shift ;;
            -v) verbose=1 ;;
            *) echo "${0##*/}: unknown option '$1'" >&2 && exit 64 ;;
        esac
        shift
    done
    ((jobs == 1)) || share_seeds "$jobs"
}

share_seeds() { # JOBS
    local count=$((last - first + 1)) job pids=() pid status=0 options=(--mode "$mode")
    ((!verbose)) || options+=(-v)
    for ((job = 0; job < $1; job++)); do
        "$root/tests/campaign/${0##*/}" "${options[@]}" \
            --seeds "$((first + count * job / $1))-$((first + count * (job + 1) / $1 - 1))" &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do
        wait "$pid" || status=1
    done
    exit "$status"
}

lists=(tracks saved-albums saved-shows saved-episodes saved-audiobooks following playlists playlist-items)
# What a server says of a list that is not true, and of a batch or what belongs to nobody. (Where half of a list or less is
# missing, and all else fits, one answer is believed.)
untrue=(only=0 total=-1 total=%2B1 total=%2B3 total=200 overlap drift=2 first-page first-page=untold few-items
    null-item nulls stale stale=5 502 garbage)
untrue_batch=(nulls:artists nulls:albums 404:artist 404:album 502:artists '403=Forbidden:playlist-items')

# any WORD…: sets `chosen` to one of them.
any() {
    shift "$((RANDOM % $#))"
    chosen=$1
}

# untrue_answer PERCENT: sets `chosen` to a rule that makes so many of a kind of answers untrue.
untrue_answer() {
    local list
    any "${untrue_batch[@]}"
    ((RANDOM % 5 == 0)) || {
        any "${lists[@]}"
        list=$chosen
        any "${untrue[@]}"
        chosen+=:$list
    }
    chosen=${chosen%:*}~$1:${chosen##*:}
}

# refused_twice: whether the items of a playlist were refused at first with doubt, and then again.
refused_twice() {
    [[ $(sql a.db "SELECT count(*) FROM playlists
                    WHERE items_doubted = 'refused' AND items_refused_seen_at > items_doubted_seen_at") != 0 ]]
}

# failed WHAT [FILE…]: says what did not hold and with which files (their ends), and ends the campaign. All files
# stay, and with them the log of the server.
failed() {
    local file
    echo "FAILED: $1 (see $work)" >&2
    keep=1
    [[ -z ${STAND_IN-} ]] || curl -fsS "$STAND_IN/stand-in/log" >server.log
    shift
    for file; do
        echo "--- ${file##*/}" >&2
        tail -n 20 "$file" >&2
    done
    exit 1
}
