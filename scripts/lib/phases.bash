# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# The phases of a sync. Each is a list of pipelines that run one after the other, its steps, and each pipeline ends in
# `store`. What `store` prints is on disk: from each of these STATE lines a checkpoint is made, from which the next sync
# goes on. When a phase takes which step, and how it ends, is in schema/driver/ (open-phase.sql, end-step.sql).

declare -A phase_status=() # how each phase has ended: its status in the database
declare -A rows_file=()    # the file that passes rows to each phase's pipeline

# The steps, as step_PHASE_NAME OFFSET TOTAL.

# All of the list of tracks, from OFFSET on.
step_tracks_all() {
    local resume=()
    (($1 == 0)) || resume=(--offset "$1" ${2:+--total "$2"})
    pipeline tracks fetch-tracks "${filter_options[@]}" "${resume[@]}" '|' store "$database"
}

# What differs from the list as it is known, which proves it.
step_tracks_known() {
    pipeline tracks known-tracks.sql '|' fetch-tracks "${filter_options[@]}" --known - '|' store "$database"
}

# What the API gives as full objects, so that it need not be asked for one by one.
step_artists_source() {
    pipeline artists known-followed_artists.sql '|' fetch-artists "${filter_options[@]}" --top --known - '|' store "$database"
}

step_albums_source() {
    pipeline albums known-saved_albums.sql '|' fetch-albums "${filter_options[@]}" --known - '|' store "$database"
}

# What is known only by name.
step_artists_pending() {
    pipeline artists pending-artists.sql '|' enrich-artists "${filter_options[@]}" '|' store "$database"
}

step_albums_pending() {
    pipeline albums pending-albums.sql '|' enrich-albums "${filter_options[@]}" '|' store "$database"
}

step_playlists_known() {
    pipeline playlists known-playlists.sql '|' fetch-playlists "${filter_options[@]}" --known - '|' store "$database"
}

# pipeline PHASE [FILE.sql '|'] PROGRAM [ARGUMENT…] ['|' PROGRAM [ARGUMENT…]]…: starts it. The first program reads the
# rows of a query of schema/driver/, or nothing.
pipeline() {
    local phase=$1 input='' word words=() is_program=1
    shift
    if [[ $1 == *.sql ]]; then
        [[ -n ${rows_file[$phase]-} ]] || rows_file[$phase]=${rows_files[${#rows_file[@]}]}
        input=${rows_file[$phase]}
        database_rows "$input" "${1%.sql}"
        shift 2
    fi
    for word; do
        ((!is_program)) || word=$exec_dir/$word
        words+=("$word")
        is_program=0
        [[ $word != '|' ]] || is_program=1
    done
    pipelines_tell run "$phase" "$input" '' "${words[@]}"
    running[$phase]=1
}

# phases_run: runs what there is to do of all phases, in their order.
phases_run() {
    phase_status=()
    phases_together tracks &&
        phases_together artists albums &&
        phases_together playlists &&
        details_again
}

# details_again: what playlists and saved albums brought is described as well, unless a limit or a failure has ended
# that phase.
details_again() {
    local phase done=()
    for phase in artists albums; do
        [[ ${phase_status[$phase]} != Success ]] || done+=("$phase")
    done
    phases_together "${done[@]}"
}

# phases_together PHASE…: runs these side by side. Fails when no phase can go on after them: the sync is stopped, or what
# failed is the disk, the account or a setting.
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

# phase_step_ended PHASE STATUS PROGRAM: a pipeline has ended, with the status of one of its stages.
phase_step_ended() {
    unset "running[$1]"
    [[ -z ${rows_file[$1]-} ]] || : >"${rows_file[$1]}"
    database_query end-step "entity=$1" "exit_status=$2" "culprit=$3" "said=${3:+${program_said[$3]-}}" \
        "stopped=$((stop_status != 0))"
    phase_goes_on "$1" ended
}

# phase_goes_on PHASE SINCE: the last query has printed its row of `progress`: starts the next step, or says how the phase
# has ended; SINCE is whether the phase was just `opened`, or a step has `ended`.
phase_goes_on() {
    local step status exit_status culprit offset processed total new updated requests reset error count
    row_read "${rows[0]}" _ step status '#exit_status' culprit '#offset' '#processed' '#total' '#new' '#updated' \
        '#requests' '#reset' error
    if [[ -n $step ]]; then
        [[ $2 != opened ]] || progress_begin "$1" "$processed" "$total"
        "step_$1_$step" "$offset" "$total"
        return
    fi
    phase_status[$1]=$status
    case $exit_status in
        "$EX_USAGE" | "$EX_IOERR" | "$EX_NOPERM" | "$EX_CONFIG") going_on=0 ;;
    esac
    describe_reset reset "$reset"
    describe_count count "$processed" "$total"
    case $2:$status in
        opened:Success) ;;
        opened:*) progress_say "$1: ${yellow}limited$plain until $reset" ;;
        *:Success)
            describe_counts new "$new" "$updated" "$requests"
            progress_time "$1" updated
            progress_say "$1: ${green}done$plain, $count in $updated ($new)"
            ;;
        *:Cancelled) progress_say "$1: ${yellow}cancelled$plain after $count" ;;
        *:RateLimited) progress_say "$1: ${yellow}limited$plain after $count${reset:+ until $reset}" ;;
        *)
            # Else the program has said it itself.
            if ((exit_status > 128)) || [[ -z ${culprit:+${program_said[$culprit]-}} ]]; then
                progress_print "spotify-sync: $1: $error"
            fi
            progress_say "$1: ${red}failed$plain after $count"
            ;;
    esac
}
