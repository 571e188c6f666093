# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# Pipelines whose every stage is known: its process id, its status, and what it said. They stay in the
# driver's process group, so that a kill of the group takes them all.
#
# Once signals are trapped the driver waits for a program by the `wait` builtin only: bash forgets a SIGINT
# that comes while it waits for one in the foreground, or at the end of a $(…), and that one does not die of it.

readonly SIGPIPE_STATUS=141 # the status of a process that SIGPIPE ended

declare -A pipe_ends=()  # the descriptors of pipes that the driver holds
declare -A stage_said=() # the last line that each program wrote to standard error
last_said=''             # the last line of all
program_said=''          # what the last program wrote there that the driver has asked something
signals_taken=0          # how many signals a trap has run for
stop_status=0            # what the driver is to end with, since a signal has asked it to end
stop_signal=''           # what the stages are still to be sent for that
reading_in_time=0        # whether a read is going on that ends when its time is over

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

# stages_open: makes the pipe in which all stages leave what a person should read, and traps the signals that
# end the driver, to pass them on to the stages.
stages_open() {
    pipe_open messages_reader messages_writer
    pipe_open idle_reader idle_writer # nothing ever comes there: to wait with
    pipe_open stop_reader stop_writer
    trap 'stop 130' INT
    trap 'stop 143' TERM
    trap 'stop 129' HUP
    trap 'stop 131' QUIT
    trap 'stages_terminate' EXIT
    # Bash reports a stage that one of these has ended, unless it traps them itself.
    # shellcheck disable=SC2173
    trap : KILL ABRT BUS FPE ILL SEGV SYS XCPU XFSZ
}

# stop STATUS: asks all stages to end, and the driver to end with STATUS; a second time it insists.
stop() {
    local signal=TERM
    ((!stop_status)) || signal=KILL
    stop_status=$1
    signals_taken=$((signals_taken + 1))
    # A stage that is just being forked may lose the signal, and looks here.
    printf . >&"$stop_writer"
    stop_signal=$signal
    ((reading_in_time)) || stop_pass_on
}

# stop_pass_on: sends the stages what they are still to be sent.
stop_pass_on() {
    local signal=$stop_signal
    [[ -n $signal ]] || return 0
    stop_signal=''
    stages_signal "$signal"
}

# read_in_time SECONDS FD [VARIABLE]: reads a line if it comes in that time. A trap runs within the read, and bash
# breaks it off when the time is over, whatever it was about to do; so what reads itself is done behind it, here.
read_in_time() {
    local read_status
    reading_in_time=1
    IFS= read -r -t "$1" -u "$2" ${3:+"$3"}
    read_status=$?
    reading_in_time=0
    stop_pass_on
    return "$read_status"
}

# However the driver ends, its stages do not outlive it.
stages_terminate() {
    [[ $progress_kind != live ]] || progress_clear
    stages_signal TERM
}

# messages_show: shows what has come since, and remembers each program's last line. What two stages say
# in the same words is shown once.
messages_show() {
    local line program text
    while read -r -t 0 -u "$messages_reader" && read_in_time 1 "$messages_reader" line; do
        printable line "$line"
        program=${line%%: *}
        [[ -n $program ]] || continue
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

# stage_tell_killed PROGRAM STATUS: says so where a signal has ended it, but for what the driver was stopped by, and
# for SIGPIPE, which only tells that a stage behind it has ended.
stage_tell_killed() {
    (($2 > 128 && $2 != SIGPIPE_STATUS && !stop_status)) || return 0
    stage_tell "$1" "was killed by signal $(($2 - 128))"
}

# stage_start IN OUT COMMAND…: starts it between two descriptors, which the driver then closes (but for
# its own standard streams), and sets `stage_pid`. It has the descriptor `also_reads`, where that is set, too.
stage_start() {
    local in=$1 out=$2 fd
    shift 2
    stage_become "$@" <&"$in" >&"$out" 2>&"$messages_writer" &
    stage_pid=$!
    for fd in "$in" "$out" ${also_reads-}; do
        [[ -z ${pipe_ends[$fd]-} ]] || pipe_close "$fd"
    done
}

# stage_become COMMAND…: turns the subshell that calls it into the command. Where the driver has been asked to
# end, the subshell ends as if by the SIGTERM that it may have missed.
stage_become() {
    local fd
    if [[ -n ${stop_reader-} ]] && read -r -t 0 -u "$stop_reader"; then
        exit 143
    fi
    # Else a reader never sees the end, and a writer not that its reader is gone.
    for fd in "${!pipe_ends[@]}"; do
        [[ $fd == "${also_reads-}" ]] || exec {fd}>&-
    done
    exec "$@"
}

# stage_wait PID: waits until it has ended, whatever signals the driver gets meanwhile, and returns its
# status.
stage_wait() {
    local status before
    while :; do
        before=$signals_taken
        wait "$1" 2>/dev/null
        status=$?
        ((signals_taken != before)) || return "$status"
    done
}

# stages_signal SIGNAL: sends it to all stages that run, also to those that are stopped. The number of one that has
# ended, though nobody has waited for it, may be another process's by now: the shell knows which those are. A trap
# calls this, in the middle of anything: it must not depend on IFS.
stages_signal() {
    local pid IFS=$'\n'
    for pid in $(jobs -rp); do
        kill "-$1" "$pid" 2>/dev/null
        kill -CONT "$pid" 2>/dev/null
    done
}

# filters_check_options: ends the driver with a usage error where an option's value is none that the filters take.
filters_check_options() {
    local version reason
    ((${#filter_options[@]})) || return 0
    program_output version "$exec_dir/fetch-account" "${filter_options[@]}" --version
    (($? == EX_USAGE)) || return 0
    reason=${program_said#fetch-account: }
    usage_error "${reason%; try *}"
}

# program_output VARIABLE COMMAND…: sets it to what the command prints, but for line ends at the end, and
# `program_said` to the end of what it, or the loader, wrote to standard error; returns its status. Unlike a $(…)
# it forgets no signal.
program_output() {
    local -n output=$1
    local output_reader output_writer said_reader said_writer pid
    pipe_open output_reader output_writer
    pipe_open said_reader said_writer
    # tail takes all that is said, so that the command never waits for it to be read here.
    "${@:2}" <&0 >&"$output_writer" 2> >(exec tail -c 4096 >&"$said_writer") &
    pid=$!
    pipe_close "$output_writer" "$said_writer"
    read_all output "$output_reader"
    read_all program_said "$said_reader"
    pipe_close "$output_reader" "$said_reader"
    stage_wait "$pid"
}

# read_all VARIABLE FD: sets it to all that comes from FD, but for line ends at the end. (A read with a time-out
# may lose what comes at that moment.)
read_all() {
    local -n all=$1
    local part
    all=''
    while IFS= read -r -N 65536 -u "$2" part; do
        all+=$part
    done
    all+=$part
    while [[ $all == *$'\n' ]]; do
        all=${all%$'\n'}
    done
}
