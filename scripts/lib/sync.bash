# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# `sync`: four phases, each a pipeline that ends in `store`. Each STATE line that `store` prints, and so is
# on disk, becomes the checkpoint from which the next sync goes on.

# What runs of a phase: the descriptor its STATE lines come from, its stages' process ids and names, the
# newest line, and what earlier runs counted.
declare -A phase_output=() phase_pids=() phase_names=() phase_line=() phase_base=()
# The beginning of a line that has not ended yet.
declare -A phase_partial=()
# How each phase ended: its status as the database has it, the exit status that it means for the sync, the
# second at which its limit ends, what went wrong, and how many items were new and updated by how many requests.
declare -A phase_status=() phase_exit=() phase_reset=() phase_error=() phase_counts=()
# Whether a phase's source is to be read, and whether the API has refused to give it.
declare -A source_due=() source_refused=()

readonly -A bookmarks=([tracks]=saved_tracks [artists]=artists [albums]=albums [playlists]=playlists)
# The lists that the API gives with full objects, so that these need not be asked for one by one.
readonly -A sources=([artists]=followed_artists [albums]=saved_albums)
readonly -A source_programs=([artists]=fetch-artists [albums]=fetch-albums)
readonly POLL=0.02              # seconds that one look at a running phase may take
readonly STATES_AT_ONCE=200     # the most STATE lines taken in one look
readonly UNKNOWN_LIMIT=60       # seconds that a limit is taken to last when nobody said
readonly COUNTDOWN_INTERVAL=600 # seconds between two lines while waiting for a limit

reading_tracks=0 # whether the tracks phase reads the whole list

command_sync() {
    need_programs store fetch-account fetch-tracks fetch-artists fetch-albums enrich-artists enrich-albums \
        fetch-playlists
    filters_check_options
    account_need
    progress_open
    lock_take
    stages_open
    database_store </dev/null
    began=$EPOCHSECONDS
    account_claim
    account_exit=$?
    account_warn
    database_query begin "full=$full" "full_every=$full_every"
    row_read "$reply" '#sync_id' kind '#resumed'
    ((!resumed)) || progress_say "Going on with sync $sync_id."
    while :; do
        ((account_exit)) || run_phases
        outcome
        if ((!wait_for_limits)) || [[ $final_status != RateLimited ]]; then
            break
        fi
        wait_for_reset
        if ((account_exit)); then
            account_claim
            account_exit=$?
        fi
    done
    finish
    exit "$final_exit"
}

# run_phases: runs what there is to do of all phases, in their order. Sets phase_status, phase_exit and
# phase_reset of each that was reached.
run_phases() {
    phase_status=() phase_exit=() phase_reset=()
    reading_tracks=0
    phases_together tracks &&
        phases_together artists albums &&
        phases_together playlists &&
        details_again
}

# details_again: what playlists and saved albums brought is described as well, unless a limit or a failure
# has ended that phase.
details_again() {
    local entity done=()
    for entity in artists albums; do
        [[ ${phase_status[$entity]} != Success ]] || done+=("$entity")
    done
    phases_together "${done[@]}"
}

# phases_together ENTITY…: runs these side by side. Fails where no phase can go on after them: the sync is
# stopped, or what failed is the disk, the account or a setting.
phases_together() {
    local entity running=()
    for entity; do
        ((!stop_status)) || break
        phase_open "$entity" && running+=("$entity")
    done
    follow "${running[@]}"
    ((!stop_status)) || return 1
    for entity; do
        case ${phase_exit[$entity]-0} in
            "$EX_USAGE" | "$EX_IOERR" | "$EX_NOPERM" | "$EX_CONFIG") return 1 ;;
        esac
    done
}

# phase_open ENTITY: starts its pipeline; fails when there is none to start, as it is done or a limit holds it.
phase_open() {
    local entity=$1 status offset total processed requests new updated reset
    database_query open-phase "sync_id=$sync_id" "entity=$entity" "source=${sources[$entity]-}" \
        "hold=$limits_hold" "${refresh[@]}"
    row_read "$reply" status '#offset' '#total' '#processed' '#requests' '#new' '#updated' '#reset' \
        "#source_due[$entity]"
    phase_status[$entity]=$status
    case $status in
        Success)
            phase_exit[$entity]=0
            return 1
            ;;
        RateLimited)
            phase_exit[$entity]=$EX_TEMPFAIL
            phase_reset[$entity]=$reset
            describe_reset reset "$reset"
            progress_say "$entity: ${yellow}limited$plain until $reset"
            return 1
            ;;
    esac
    phase_base[$entity]="processed=$processed requests=$requests new=$new updated=$updated"
    phase_line[$entity]='' phase_partial[$entity]=''
    phase_pids[$entity]='' phase_names[$entity]='' source_refused[$entity]=0
    if [[ $entity != tracks ]] || ((!reading_tracks)); then
        progress_begin "$entity" "$processed" "$total"
    fi
    "start_$entity" "$offset" "$total"
    return 0
}

# start_ENTITY OFFSET TOTAL: the pipelines.

# Tracks: in a full sync all of the list; then, and at once in any other, what differs from the list as it
# is known, which proves it.
start_tracks() {
    if [[ $kind == full && (-z $2 || $1 -lt $2) ]]; then
        reading_tracks=1
        start_list tracks "$@"
    else
        reading_tracks=0
        start_known tracks
    fi
}

start_playlists() {
    start_known playlists
}

start_artists() {
    start_details artists
}

start_albums() {
    start_details albums
}

# start_list ENTITY OFFSET TOTAL: all of a list, from OFFSET on.
start_list() {
    local resume=()
    (($2 == 0)) || resume=(--offset "$2" ${3:+--total "$3"})
    start_into_store "$1" 0 "fetch-$1" "${filter_options[@]}" "${resume[@]}" </dev/null
}

# start_known ENTITY: what differs from what the database has.
start_known() {
    local rows_reader
    start_query "$1" "known-$1" "sync_id=$sync_id" "kind=$kind"
    start_into_store "$1" "$rows_reader" "fetch-$1" "${filter_options[@]}" --known -
}

# start_details ENTITY: what is pending, read from the database, through its enricher. When it is due, the
# phase's source goes ahead: what that brings is not pending any more.
start_details() {
    local entity=$1 rows_reader input_reader
    start_query "$entity" "pending-$entity" "${refresh[@]}"
    input_reader=$rows_reader
    ((!source_due[$entity])) || start_source "$entity"
    start_into_store "$entity" "$input_reader" "enrich-$entity" "${filter_options[@]}"
}

# start_source ENTITY: puts the phase's source ahead of what `input_reader` gives.
start_source() {
    local entity=$1 rows_reader source_reader source_writer both_reader both_writer options=(--known -)
    local also_reads=''
    [[ $entity != artists ]] || options+=(--top)
    start_query "$entity" "known-${sources[$entity]}"
    pipe_open source_reader source_writer
    pipe_open both_reader both_writer
    start_stage "$entity" "$rows_reader" "$source_writer" \
        "$exec_dir/${source_programs[$entity]}" "${filter_options[@]}" "${options[@]}"
    also_reads=$input_reader
    start_stage "$entity" "$source_reader" "$both_writer" cat - "/dev/fd/$input_reader"
    input_reader=$both_reader
}

# start_query ENTITY NAME [PARAMETER=VALUE…]: schema/driver/NAME.sql as a stage; sets `rows_reader` to the
# descriptor that its rows come from.
start_query() {
    local entity=$1 parameters database_call rows_writer
    database_command "$2"
    database_parameters "${@:3}"
    pipe_open rows_reader rows_writer
    start_stage "$entity" 0 "$rows_writer" "${database_call[@]}" <<<"${parameters%$'\n'}"
}

# start_into_store ENTITY IN FILTER…: the filter, reading from descriptor IN, and `store` behind it.
start_into_store() {
    local entity=$1 in=$2 filter=$3 records_reader records_writer states_reader states_writer
    shift 3
    pipe_open records_reader records_writer
    pipe_open states_reader states_writer
    start_stage "$entity" "$in" "$records_writer" "$exec_dir/$filter" "$@"
    start_stage "$entity" "$records_reader" "$states_writer" "$exec_dir/store" "$database"
    phase_output[$entity]=$states_reader
}

# start_stage ENTITY IN OUT COMMAND…
start_stage() {
    local entity=$1 in=$2 out=$3
    shift 3
    stage_start "$in" "$out" "$@"
    phase_pids[$entity]+="$stage_pid "
    phase_names[$entity]+="${1##*/} "
}

# follow ENTITY…: writes the checkpoints of these phases and shows how far they are, until all have ended.
follow() {
    local running=("$@") going_on entity
    while ((${#running[@]})); do
        going_on=()
        for entity in "${running[@]}"; do
            if take_states "$entity" || ! phase_close "$entity"; then
                going_on+=("$entity")
            fi
        done
        running=("${going_on[@]}")
        messages_show
        progress_show "${running[@]}"
    done
}

# take_states ENTITY: takes the STATE lines that are there, waiting a little where there are none, and writes a
# checkpoint from the newest. Fails at their end. (A read with a time-out may lose what comes at that moment, so
# that only lines that are there are read, and the wait is on a pipe in which nothing comes.)
take_states() {
    local entity=$1 fd=${phase_output[$1]} fresh=0 ended=0 status part
    read -r -t 0 -u "$fd" || read_in_time "$POLL" "$idle_reader"
    while ((fresh < STATES_AT_ONCE)) && read -r -t 0 -u "$fd"; do
        IFS= read -r -u "$fd" part
        status=$?
        phase_partial[$entity]+=$part
        if ((status == 0)); then
            phase_line[$entity]=${phase_partial[$entity]}
            phase_partial[$entity]=''
            fresh=$((fresh + 1))
        elif ((status <= 128)); then
            ended=1
            break
        fi
    done
    ((fresh == 0)) || checkpoint "$entity"
    ((!ended))
}

# checkpoint ENTITY [STATUS [ERROR]]: writes the phase's newest STATE line into the database, and with a
# STATUS that it has ended with that.
checkpoint() {
    local entity=$1 base new updated requests
    read -ra base <<<"${phase_base[$entity]}"
    database_query checkpoint "sync_id=$sync_id" "entity=$entity" "bookmark=${bookmarks[$entity]}" \
        "source=${sources[$entity]-}" "source_refused=${source_refused[$entity]}" \
        "state=${phase_line[$entity]}" "${base[@]}" ${2:+"status=$2"} ${3:+"error=$3"}
    row_read "$reply" "phase_status[$entity]" "#phase_done[$entity]" "#phase_total[$entity]" \
        '#new' '#updated' '#requests' "#phase_reset[$entity]" "phase_error[$entity]"
    phase_counts[$entity]="$new $updated $requests"
}

# phase_close ENTITY: `store` has told all there is to tell: looks how each stage ended. Fails when the phase
# goes on with another pipeline.
phase_close() {
    local entity=$1 pids names stage stage_status status=0 culprit=''
    read -ra pids <<<"${phase_pids[$entity]}"
    read -ra names <<<"${phase_names[$entity]}"
    for stage in "${!pids[@]}"; do
        stage_wait "${pids[stage]}"
        stage_status=$?
        # What an app may not read once, it need not try at every sync.
        if [[ ${names[stage]} == "${source_programs[$entity]-}" ]] && ((stage_status == EX_NOPERM)); then
            source_refused[$entity]=1
            stage_status=0
        fi
        # Where SIGPIPE was ignored when bash was started it stays so for cat, which then cannot write instead.
        if ((stage_status == 1)) && [[ ${names[stage]} == cat ]]; then
            stage_status=$SIGPIPE_STATUS
        fi
        # Ended by SIGPIPE, a stage only tells that one behind it has ended; and a limit is less than a failure.
        if ((stage_status && (status == 0 || status == SIGPIPE_STATUS || status == EX_TEMPFAIL))); then
            status=$stage_status
            culprit=${names[stage]}
        fi
    done
    phase_pids[$entity]=''
    pipe_close "${phase_output[$entity]}"
    messages_show
    if ((status == 0)) && [[ -z ${phase_line[$entity]} && $entity == @(tracks|playlists) ]]; then
        status=$EX_PROTOCOL
        culprit=fetch-$entity
    fi
    if ((status == 0 && reading_tracks && !stop_status)) && [[ $entity == tracks ]]; then
        phase_open tracks
        return 1
    fi
    conclude "$entity" "$status" "$culprit"
    return 0
}

# conclude ENTITY STATUS CULPRIT: the phase ended with the exit status of its stage CULPRIT.
conclude() {
    local entity=$1 status=$2 culprit=$3 ended told='' error count counts span until
    local elapsed=$((${EPOCHREALTIME/[.,]/} - phase_began[$1]))
    [[ -z $culprit ]] || told=${stage_said[$culprit]-}
    phase_exit[$entity]=$status
    if ((status == 0)); then
        ended=Success
    elif ((stop_status)); then
        ended=Cancelled
    elif ((status == EX_TEMPFAIL)); then
        ended=RateLimited
        ((limits_hold)) || error=${told:-the budget is used up}
    else
        ended=Failed
        if ((status > 128)); then
            error="$culprit was killed by signal $((status - 128))"
            told=''
        else
            error=${told:-"$culprit ended with status $status"}
        fi
    fi
    checkpoint "$entity" "$ended" "${error-}"
    case ${phase_status[$entity]} in
        Success) phase_exit[$entity]=0 ;;
        Cancelled | RateLimited | Failed) ;;
        *)
            phase_error[$entity]="its status in the database is '${phase_status[$entity]}'"
            phase_status[$entity]=Failed
            phase_exit[$entity]=$EX_IOERR
            told=''
            ;;
    esac
    describe_count count "${phase_done[$entity]}" "${phase_total[$entity]}"
    case ${phase_status[$entity]} in
        Success)
            describe_span span "$((elapsed / 1000000))"
            describe_counts counts "${phase_counts[$entity]}"
            progress_say "$entity: ${green}done$plain, $count in $span ($counts)"
            ;;
        Cancelled) progress_say "$entity: ${yellow}cancelled$plain after $count" ;;
        RateLimited)
            describe_reset until "${phase_reset[$entity]}"
            progress_say "$entity: ${yellow}limited$plain after $count${until:+ until $until}"
            ;;
        Failed)
            [[ -n $told ]] || progress_print "spotify-sync: $entity: ${phase_error[$entity]}"
            progress_say "$entity: ${red}failed$plain after $count"
            ;;
    esac
}

# outcome: what the sync ends with: sets final_status, final_exit, final_error, and first_reset, the
# second at which the first limit ends.
outcome() {
    local entity reset program=fetch-account
    final_status=Success final_exit=0 final_error='' first_reset='' limited=()
    if ((account_exit)); then
        final_status=Failed
        final_exit=$account_exit
        final_error=${stage_said[$program]:-"$program ended with status $account_exit"}
    fi
    if ((account_exit == EX_TEMPFAIL)); then
        final_status=RateLimited
        first_reset=${account_reset:-$((EPOCHSECONDS + UNKNOWN_LIMIT))}
        limited=('the account')
    fi
    for entity in tracks artists albums playlists; do
        case ${phase_status[$entity]-not reached} in
            Success | 'not reached') ;;
            RateLimited)
                limited+=("$entity")
                reset=${phase_reset[$entity]:-$((EPOCHSECONDS + UNKNOWN_LIMIT))}
                [[ -n $first_reset ]] && ((first_reset <= reset)) || first_reset=$reset
                if [[ $final_status == Success ]]; then
                    final_status=RateLimited
                    final_exit=$EX_TEMPFAIL
                fi
                ;;
            *)
                if [[ $final_status != Failed ]]; then
                    final_status=Failed
                    final_exit=${phase_exit[$entity]}
                    final_error="$entity: ${phase_error[$entity]}"
                fi
                ;;
        esac
    done
    if ((stop_status)); then
        final_status=Cancelled
        final_exit=$stop_status
        final_error=''
    fi
}

# wait_for_reset: waits until the first limit ends, counting down, or the sync is stopped.
wait_for_reset() {
    local left until what told=0
    describe_reset until "$first_reset"
    describe_list what "${limited[@]}"
    while ((EPOCHSECONDS < first_reset && !stop_status)); do
        if [[ $progress_kind == live ]]; then
            describe_clock left "$((first_reset - EPOCHSECONDS))"
            progress_note "waiting for the limit on $what: $left left"
        elif ((EPOCHSECONDS - told >= COUNTDOWN_INTERVAL)); then
            told=$EPOCHSECONDS
            describe_reset until "$first_reset"
            progress_say "waiting for the limit on $what until $until"
        fi
        read_in_time 1 "$idle_reader"
    done
    [[ $progress_kind != live ]] || progress_clear
}

# finish: the last word, in the database and to the person.
finish() {
    local requests new updated span counts until what way_out
    database_query finish "sync_id=$sync_id" "status=$final_status" "error=$final_error"
    row_read "$reply" '#requests' '#new' '#updated'
    case $final_status in
        Success)
            describe_span span "$((EPOCHSECONDS - began))"
            describe_counts counts "$new $updated $requests"
            progress_say "Done in $span: $counts."
            ;;
        Cancelled) progress_say "Cancelled. The next sync goes on from there." ;;
        RateLimited)
            describe_reset until "$first_reset"
            way_out='or with --wait'
            ((limits_hold)) || way_out='with --wait, or with another --budget'
            describe_list what "${limited[@]}"
            say_error "a limit holds $what until $until: sync again then, $way_out"
            ;;
        Failed) say_error "the sync is not complete: the next one goes on from there" ;;
    esac
}
