# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# What may run only once at a time for a database: flock(1) on a file beside it, in which the holder writes
# its process id. The stages inherit the lock, so that it is free only when the last of them has ended, and
# the kernel frees it when they die. A sync has FILE.lock; what need not wait for a sync has a lock of its own.

readonly CANCEL_PATIENCE=60 # seconds that `cancel` waits for a sync to end

# lock_take [KIND]: takes the sync's lock, or that of KIND (plays), or ends the driver with EX_TEMPFAIL.
lock_take() {
    local file=$database${1:+.$1}.lock holder running="a sync of '$database' is already running"
    local hint=": 'spotify-sync status' shows it, 'spotify-sync cancel' ends it"
    if [[ ${1-} == plays ]]; then
        running="plays are already being fetched into '$database'"
        hint=''
    fi
    { exec {lock_fd}<>"$file"; } 2>/dev/null || die "$EX_IOERR" "cannot write '$file'"
    # A driver that was killed is gone in a moment, and so are its stages.
    if ! flock -w 1 "$lock_fd"; then
        if lock_holder holder "$file" || ! flock -w 10 "$lock_fd"; then
            die "$EX_TEMPFAIL" "$running${holder:+ (process $holder)}$hint"
        fi
    fi
    { printf '%s\n' "$$" >"$file"; } 2>/dev/null || die "$EX_IOERR" "cannot write '$file'"
}

# lock_holder VARIABLE [FILE]: sets it to the process id of the driver that holds the lock FILE, by default
# the sync's; fails when there is none. That the process has the lock file open tells it from one that merely
# has the same number.
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

# lock_is_free [SECONDS]: whether no sync is running, or it ends within SECONDS.
lock_is_free() {
    local fd status=0
    { exec {fd}<"$database.lock"; } 2>/dev/null || return 0
    flock -s -w "${1:-0}" "$fd" || status=1
    exec {fd}<&-
    return "$status"
}

command_cancel() {
    local holder told='' deadline=$((EPOCHSECONDS + CANCEL_PATIENCE))
    if lock_is_free; then
        say_error "no sync of '$database' is running"
        return
    fi
    # A sync that has just begun may not have said yet which process it is; one that Ctrl-Z has stopped is to
    # go on and hear it.
    until lock_holder holder && [[ -n $told && $holder != "$told" ]]; do
        if [[ -z $told && -n $holder ]]; then
            kill -TERM "$holder" 2>/dev/null
            kill -CONT "$holder" 2>/dev/null
            told=$holder
        fi
        ! lock_is_free 1 || break
        ((EPOCHSECONDS < deadline)) || die "$EX_TEMPFAIL" "the sync of '$database' has not ended yet"
    done
    ((quiet)) || printf 'Cancelled. The next sync continues from there.\n'
}
