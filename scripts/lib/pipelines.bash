# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# One program, run-pipelines(1), starts everything that runs beside the driver. The driver sends it commands, and reads the
# events that follow, one per line. It waits for no process itself, and has no jobs to report.

declare -A program_said=() # the last line that each program wrote to standard error
last_said=''               # the last line of all
stop_status=0              # the exit status, once a signal has asked the driver to end

# pipelines_open: starts the program, unless it is running. All that it starts inherits the lock. Sets `rows_files` to the
# files that pass rows to a pipeline.
pipelines_open() {
    local ready interval=1
    [[ -z ${commands_fd-} ]] || return 0
    [[ $progress_kind != live ]] || interval=0.2
    need_programs run-pipelines
    exec {events}< <(exec "$exec_dir/run-pipelines" --tick "$interval")
    pipelines_pid=$!
    IFS=' ' read -r -u "$events" -a ready
    { [[ ${ready[0]-} == ready ]] && exec {commands_fd}>"${ready[1]}"; } 2>/dev/null || pipelines_failed
    rows_files=("${ready[@]:2}")
    trap : PIPE # a reader that is gone shows by its missing answer
    trap pipelines_close EXIT
}

# pipelines_tell WORD…: sends a command.
pipelines_tell() {
    { printf '%s\0' "$#" "$@" >&"$commands_fd"; } 2>/dev/null
}

# pipelines_failed: ends the driver, because the program has ended.
pipelines_failed() {
    local status
    trap - EXIT
    exec {events}<&-
    wait "$pipelines_pid"
    status=$?
    ((status > 128)) || die "$EX_OSERR" "run-pipelines ended with status $status"
    die "$status" "run-pipelines was killed by signal $((status - 128))"
}

# pipelines_close: ends all that is still running, and waits for it, because it holds the lock.
pipelines_close() {
    local rest
    [[ $progress_kind != live ]] || progress_clear
    [[ -z ${sql_fd-} ]] || exec {sql_fd}>&- {answers_fd}<&- # this ends sqlite3
    pipelines_tell quit
    while read -r -u "$events" rest; do :; done
    wait "$pipelines_pid"
}

# stop STATUS: asks all stages to end, and the driver to end with STATUS. The second time, it kills the stages. A trap may
# run this at any moment, so it does not depend on IFS.
stop() {
    local command=terminate
    ((!stop_status)) || command='kill'
    stop_status=$1
    # It may have been stopped with Ctrl-Z.
    kill -CONT "$pipelines_pid" 2>/dev/null
    pipelines_tell "$command"
}

# event_next: shows messages until another event comes. Sets `event` to its kind, `event_name` to the pipeline, and
# `event_text` to the rest.
event_next() {
    while IFS=' ' read -r -u "$events" event event_name event_text; do
        case $event:$event_name in
            said:sqlite3) [[ $database_said == @(Error|Parse error|Runtime error)* ]] || database_said=$event_text ;;
            said:*) message_show "$event_text" ;;
            end:database) database_failed "$event_text" ;;
            *) return ;;
        esac
    done
    pipelines_failed
}

# message_show LINE: shows what a program has written, and remembers it. A message that two programs share is shown once. A
# sync reports its limits at its end, and nothing does with --quiet.
message_show() {
    local line program text
    printable line "$1"
    program=${line%%: *}
    [[ -n $program ]] || return 0
    text=${line#*: }
    if [[ $text == 'the '@('limit for'|'budget of')* ]]; then
        [[ $command == sync ]] || progress_say "$line"
    elif [[ $last_said != "$text" || ${program_said[$program]-} == "$text" ]]; then
        progress_print "$line"
    fi
    program_said[$program]=$text
    last_said=$text
}

# pipeline_wait NAME [COMMAND]: waits until the pipeline has ended. Sets `state` to each of its STATE lines, and runs the
# command for it. Returns the pipeline's status. Names a stage that a signal has ended, unless the driver was stopped.
pipeline_wait() {
    local status culprit
    state=''
    while :; do
        event_next
        [[ $event != state ]] || { state=$event_text && ${2-}; }
        [[ $event != end ]] || break
    done
    read -r status culprit <<<"$event_text"
    if ((status > 128 && status != SIGPIPE_STATUS && !stop_status)); then
        program_said[$culprit]="$culprit was killed by signal $((status - 128))"
        say_error "${program_said[$culprit]}"
    fi
    return "$status"
}
