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
