# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# The phases of a sync. The steps of a phase are pipelines that run one after the other and end in `store`. Each STATE line
# that `store` prints is on disk: it becomes a checkpoint, from which the next sync continues. When a step runs and how a
# phase ends is decided in schema/driver/ (open-phase.sql, end-step.sql).

declare -A phase_status=() # how each phase has ended: its status in the database
declare -A rows_file=()    # the file that passes rows to each phase's pipeline

# step_run PHASE STEP OFFSET TOTAL: starts the step.
step_run() {
    local phase=$1 options=("${filter_options[@]}") resume=()
    local store=("$exec_dir/store" --count-for "sync_${sync_id}_$phase" "$database")
    (($3 == 0)) || resume=(--offset "$3" ${4:+--total "$4"})
    case $1-$2 in
        # The whole list, from the checkpoint.
        tracks-all) pipeline "$exec_dir/fetch-tracks" "${options[@]}" "${resume[@]}" '|' "${store[@]}" ;;

        # Only the differences from the known list, which also proves that it is complete.
        *-known) pipeline "known-$1.sql" '|' "$exec_dir/fetch-$1" "${options[@]}" --known - '|' "${store[@]}" ;;

        # Lists of full objects, which then need no requests of their own.
        artists-followed_artists)
            pipeline known-followed_artists.sql '|' "$exec_dir/fetch-artists" "${options[@]}" --top --known - '|' \
                "${store[@]}"
            ;;
        *-saved_*) pipeline "known-$2.sql" '|' "$exec_dir/fetch-${2#saved_}" "${options[@]}" --known - '|' "${store[@]}" ;;

        # Objects without details.
        *-pending) pipeline "pending-$1.sql" '|' "$exec_dir/enrich-$1" "${options[@]}" '|' "${store[@]}" ;;
    esac
}

# pipeline [FILE.sql '|'] PROGRAM [ARGUMENT…] ['|' PROGRAM [ARGUMENT…]]…: starts a pipeline of the phase. The first program
# reads the rows of a query of schema/driver/, or nothing.
pipeline() {
    local input=''
    if [[ $1 == *.sql ]]; then
        [[ -n ${rows_file[$phase]-} ]] || rows_file[$phase]=${rows_files[${#rows_file[@]}]}
        input=${rows_file[$phase]}
        database_rows "$input" "${1%.sql}"
        shift 2
    fi
    pipelines_tell run "$phase" "$input" '' "$@"
    running[$phase]=1
}

# phases_run: runs all phases in order, then artists and albums again for what playlists and saved albums brought, unless a
# limit or a failure has ended that phase.
phases_run() {
    local phase again=()
    phase_status=()
    phases_together tracks && phases_together artists albums && phases_together playlists || return
    for phase in artists albums; do
        [[ ${phase_status[$phase]} != Success ]] || again+=("$phase")
    done
    phases_together "${again[@]}"
}

# phases_together PHASE…: runs these side by side. Fails if no other phase can run: the sync was stopped, or the disk, the
# account, a setting or the network failed.
phases_together() {
    local phase going_on=1
    local -A running=()
    for phase; do
        ((!stop_status)) || break
        database_query open-phase "entity=$phase"
        phase_goes_on "$phase" opened
    done
    while ((${#running[@]})); do
        event_next
        case $event in
            state) phase_checkpoint "$event_name" "$event_text" ;;
            end) phase_step_ended "$event_name" "${event_text% *}" "${event_text#* }" ;;
        esac
        progress_show "${!running[@]}"
    done
    ((going_on && !stop_status))
}

# phase_checkpoint PHASE STATE
phase_checkpoint() {
    local processed total
    database_query checkpoint "entity=$1" "state=$2"
    row_read "${rows[0]}" '#processed' '#total'
    progress_set "$1" "$processed" "$total"
}

# phase_step_ended PHASE STATUS PROGRAM: a pipeline has ended with the status of its stage PROGRAM.
phase_step_ended() {
    unset "running[$1]"
    [[ -z ${rows_file[$1]-} ]] || : >"${rows_file[$1]}"
    database_query end-step "entity=$1" "exit_status=$2" "culprit=$3" "said=${3:+${program_said[$3]-}}" \
        "stopped=$((stop_status != 0))"
    phase_goes_on "$1" ended
}

# phase_goes_on PHASE opened|ended: starts the next step by the phase's row of `progress`, or reports how the phase has
# ended. It was just opened, or a step has ended.
phase_goes_on() {
    local step status exit_status culprit offset processed total word words error
    local -A colours=([Success]=$green [Failed]=$red)
    row_read "${rows[0]}" _ step status '#exit_status' culprit '#offset' '#processed' '#total' word words '#_' '#_' error
    if [[ -n $step ]]; then
        [[ $2 != opened ]] || progress_begin "$1" "$processed" "$total"
        step_run "$1" "$step" "$offset" "$total"
        return
    fi
    phase_status[$1]=$status
    [[ $exit_status != @($EX_USAGE|$EX_IOERR|$EX_NOPERM|$EX_CONFIG) && $error != *'cannot reach '* ]] || going_on=0
    # Unless the program has reported it.
    if [[ $status == Failed && (exit_status -gt 128 || -z ${culprit:+${program_said[$culprit]-}}) ]]; then
        progress_print "spotify-sync: $1: $error"
    fi
    [[ -z $word ]] || progress_say "$1: ${colours[$status]-$yellow}$word$plain$words"
}
