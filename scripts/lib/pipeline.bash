# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# Pipelines whose every stage is known: its process id, its status, and what it said. They stay in the
# driver's process group, so that a kill of the group takes them all.

declare -A pipe_ends=()    # the descriptors of pipes that the driver holds
declare -A stages_alive=() # the stages that have not been waited for, by process id
declare -A stage_said=()   # the last line that each program wrote to standard error
last_said=''               # the last line of all

# pipe_open READER WRITER: sets both variables to the ends of a new pipe. Bash has no pipe(2): this takes
# the pipe of a process substitution that has ended, and opens its other end by name.
pipe_open() {
    local -n reader=$1 writer=$2
    exec {reader}< <(:)
    exec {writer}>"/proc/self/fd/$reader"
    pipe_ends[$reader]=1
    pipe_ends[$writer]=1
}

# pipe_close FD…
pipe_close() {
    local fd
    for fd; do
        exec {fd}>&-
        unset "pipe_ends[$fd]"
    done
}

# messages_open: makes the pipe in which all stages leave what a person should read.
messages_open() {
    pipe_open messages_reader messages_writer
}

# messages_show: shows what has come since, and remembers each program's last line. What two stages say
# in the same words is shown once.
messages_show() {
    local line program text
    while read -r -t 0 -u "$messages_reader" && IFS= read -r -t 1 -u "$messages_reader" line; do
        line=${line//[[:cntrl:]]/?}
        program=${line%%: *}
        text=${line#*: }
        if [[ $last_said != "$text" || ${stage_said[$program]-} == "$text" ]]; then
            progress_print "$line"
        fi
        stage_said[$program]=$text
        last_said=$text
    done
}

# stage_tell PROGRAM TEXT: says of a program what it cannot say itself.
stage_tell() {
    stage_said[$1]="$1 $2"
    say_error "${stage_said[$1]}"
}

# stage_start IN OUT COMMAND…: starts it between two descriptors, which the driver then closes (but for
# its own standard streams), and sets `stage_pid`. It has the descriptor `also_reads`, where that is set, too.
stage_start() {
    local in=$1 out=$2 fd
    shift 2
    (
        # Else a reader never sees the end, and a writer not that its reader is gone.
        for fd in "${!pipe_ends[@]}"; do
            [[ $fd == "${also_reads-}" ]] || exec {fd}>&-
        done
        exec "$@"
    ) <&"$in" >&"$out" 2>&"$messages_writer" &
    stage_pid=$!
    stages_alive[$stage_pid]=1
    for fd in "$in" "$out" ${also_reads-}; do
        [[ -z ${pipe_ends[$fd]-} ]] || pipe_close "$fd"
    done
}

# stage_wait PID: waits until it has ended, whatever signals the driver gets meanwhile, and returns its
# status.
stage_wait() {
    local status
    while :; do
        wait "$1" 2>/dev/null
        status=$?
        if ((status <= 128)) || ! kill -0 "$1" 2>/dev/null; then
            break
        fi
    done
    unset "stages_alive[$1]"
    return "$status"
}

# stages_signal SIGNAL: sends it to all stages that run. The number of one that has ended, though nobody has
# waited for it, may be another process's by now: the shell knows which those are. A trap calls this, in the
# middle of anything: it must not depend on IFS.
stages_signal() {
    local pid IFS=$'\n'
    for pid in $(jobs -rp); do
        [[ -z ${stages_alive[$pid]-} ]] || kill "-$1" "$pid" 2>/dev/null
    done
}
