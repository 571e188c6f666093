# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# One sync at a time per database: flock(1) on FILE.lock, which holds the driver's process ID. The stages inherit the lock,
# so it is held until the last of them has ended. `plays`, which does not wait for a sync, has its own.

readonly CANCEL_PATIENCE=60 # seconds that `cancel` waits for a sync to end

# lock_take [plays]: takes the lock of `sync`, or of `plays`, or ends the driver with EX_TEMPFAIL.
lock_take() {
    local file=$database${1:+.$1}.lock reason holder running="a sync of '$database' is already running"
    local options=$account_option$db_option hint
    hint=": 'spotify-sync$options status' shows it, 'spotify-sync$options cancel' ends it"
    [[ -z ${1-} ]] || running="plays are already being fetched into '$database'" hint=''
    { reason=$({ : >>"$file"; } 2>&1) && exec {lock_fd}<>"$file"; } 2>/dev/null ||
        die "$EX_IOERR" "cannot write '$file': ${reason##*: }"
    # The stages of a killed driver end within a moment.
    flock -w 1 "$lock_fd" || { ! lock_holder holder "$file" && flock -w 10 "$lock_fd"; } ||
        die "$EX_TEMPFAIL" "$running${holder:+ (process $holder)}$hint"
    { printf '%s\n' "$$" >"$file"; } 2>/dev/null || die "$EX_IOERR" "cannot write '$file'"
}

# lock_holder VARIABLE [FILE]: gets the process ID of the driver that holds the lock FILE, by default the sync's. Fails if
# there is none. A process that merely reuses the ID does not have the file open.
lock_holder() {
    local -n holder_pid=$1
    local lock_file=${2:-$database.lock} fd
    holder_pid=''
    { read -r holder_pid <"$lock_file"; } 2>/dev/null
    if [[ $holder_pid =~ ^[0-9]+$ ]]; then
        for fd in "/proc/$holder_pid/fd/"*; do
            [[ $fd -ef $lock_file ]] && return
        done
    fi
    holder_pid=''
    return 1
}

# lock_is_free [SECONDS]: whether no sync is running, or the running one ends within SECONDS.
lock_is_free() {
    [[ ! -r $database.lock ]] || flock -s -w "${1:-0}" "$database.lock" true
}

command_cancel() {
    local holder told='' deadline=$((EPOCHSECONDS + CANCEL_PATIENCE))
    if lock_is_free; then
        say_error "no sync of '$database' is running"
        return
    fi
    # A sync that has just started may not have written its ID yet. One stopped with Ctrl-Z must run to handle TERM, and so
    # must its child: a signal that arrives just before bash reads an event is handled only after that event.
    until lock_holder holder && [[ -n $told && $holder != "$told" ]]; do
        if [[ -z $told && -n $holder ]]; then
            # shellcheck disable=SC2046 # a list of process IDs
            { kill -TERM "$holder" && kill -CONT "$holder" $(<"/proc/$holder/task/$holder/children"); } 2>/dev/null
            told=$holder
        fi
        ! lock_is_free 1 || break
        ((EPOCHSECONDS < deadline)) || die "$EX_TEMPFAIL" "the sync of '$database' has not ended yet"
    done
    ((quiet)) || printf 'Cancelled. The next sync continues from there.\n'
}
