# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# What `sync` shows of itself on standard error: on a terminal a bar for each running phase, redrawn in
# place below the lines that stay; else plain lines. The cursor is never hidden and colours are closed in
# each line, so that there is nothing to restore, however the driver ends.

readonly BAR_WIDTH=59          # the most columns that a bar's line takes: it fits any usual terminal
readonly LINE_INTERVAL=5000000 # microseconds between two plain lines of a phase
readonly DRAW_INTERVAL=200000  # and between two drawings

declare -A phase_done=() phase_total=() phase_first=() phase_began=() phase_told=()
drawn_widths=() # the columns of each line of the bars
drawn_at=0

# progress_open: looks at what standard error is.
progress_open() {
    progress_kind=plain
    if ((quiet)); then
        progress_kind=none
    elif [[ -t 2 && ${TERM-dumb} != dumb ]]; then
        progress_kind=live
        resized=1
        trap 'resized=1 signals_taken=$((signals_taken + 1))' WINCH
    fi
    green='' red='' yellow='' plain=''
    if [[ $progress_kind == live && -z ${NO_COLOR-} ]]; then
        green=$'\e[32m' red=$'\e[31m' yellow=$'\e[33m' plain=$'\e[0m'
    fi
}

# progress_resize: asks how wide the terminal is now, where that may have changed.
progress_resize() {
    local size
    ((resized)) || return 0
    resized=0
    program_output size stty size <&2 || size=''
    columns=${size#* }
    [[ $columns =~ ^[1-9][0-9]{0,5}$ ]] || columns=80
}

# progress_clear: takes the bars off the terminal. A line that a narrower window has wrapped counts as many.
progress_clear() {
    local width rows=0
    progress_resize
    for width in "${drawn_widths[@]}"; do
        rows=$((rows + 1 + (width - 1) / columns))
    done
    ((rows == 0)) || printf '\r\e[%dA\e[J' "$rows" >&2
    drawn_widths=()
}

# progress_print TEXT: a line that stays, even when quiet.
progress_print() {
    [[ $progress_kind != live ]] || progress_clear
    printf '%s\n' "$1" >&2
    drawn_at=0
}

# progress_say TEXT: a line that stays, unless quiet.
progress_say() {
    ((quiet)) || progress_print "$1"
}

# progress_begin ENTITY DONE TOTAL: a phase begins, or goes on behind DONE.
progress_begin() {
    phase_done[$1]=$2
    phase_total[$1]=$3
    phase_first[$1]=$2
    phase_began[$1]=${EPOCHREALTIME/[.,]/}
    phase_told[$1]=${phase_began[$1]}
    if [[ $progress_kind == plain ]]; then
        local count
        describe_count count "$2" "$3"
        if (($2 == 0)); then
            progress_say "$1: begins"
        else
            progress_say "$1: goes on after $count"
        fi
    fi
}

# progress_show ENTITY…: the phases that run now, at most every so often.
progress_show() {
    local entity now=${EPOCHREALTIME/[.,]/} count rate left
    if [[ $progress_kind == live ]]; then
        ((now - drawn_at >= DRAW_INTERVAL)) || return
        progress_resize
        progress_draw "$@"
        drawn_at=$now
    elif [[ $progress_kind == plain ]]; then
        for entity; do
            ((now - phase_told[$entity] >= LINE_INTERVAL)) || continue
            phase_told[$entity]=$now
            describe_count count "${phase_done[$entity]}" "${phase_total[$entity]}"
            progress_rate "$entity" rate left
            progress_say "$entity: $count${rate:+, $rate}${left:+, $left left}"
        done
    fi
}

# progress_rate ENTITY RATE LEFT: sets the variables RATE ("240/s") and LEFT ("1:05"); empty when unknown.
progress_rate() {
    local -n rate_text=$2 left_text=$3
    local done=$((phase_done[$1] - phase_first[$1])) remaining tenths
    local elapsed=$((${EPOCHREALTIME/[.,]/} - phase_began[$1]))
    rate_text='' left_text=''
    ((done > 0 && elapsed > 0)) || return 0
    tenths=$((done * 10000000 / elapsed))
    if ((tenths >= 100)); then
        describe_number rate_text "$((tenths / 10))"
        rate_text+=/s
    else
        rate_text=$((tenths / 10)).$((tenths % 10))/s
    fi
    [[ -n ${phase_total[$1]} ]] || return 0
    remaining=$((phase_total[$1] - phase_done[$1]))
    ((remaining > 0)) || return 0
    describe_clock left_text "$((remaining * (elapsed / 1000) / done / 1000))"
}

# progress_draw ENTITY…: draws a bar for each, in one write.
progress_draw() {
    local entity line frame='' width=$((columns - 1)) head tail count rate left size full bar rest
    local widths=()
    ((width <= BAR_WIDTH)) || width=$BAR_WIDTH
    for entity; do
        printf -v head '%-10s' "$entity"
        describe_number count "${phase_done[$entity]}"
        if [[ -n ${phase_total[$entity]} ]]; then
            describe_number rest "${phase_total[$entity]}"
            count+=/$rest
        fi
        progress_rate "$entity" rate left
        tail=" $count${rate:+  $rate}${left:+  $left left}"
        size=$((width - ${#head} - ${#tail}))
        if ((size < 4)); then
            line=$head${tail# }
            line=${line:0:width}
            frame+=$line$'\n'
            widths+=("${#line}")
        else
            full=0
            if ((${phase_total[$entity]:-0} > 0)); then
                full=$((phase_done[$entity] * size / phase_total[$entity]))
                ((full <= size)) || full=$size
            fi
            printf -v bar '%*s' "$full" ''
            printf -v rest '%*s' "$((size - full))" ''
            frame+=$head$green${bar// /$bar_full}$plain${rest// /$bar_empty}$tail$'\n'
            widths+=("$width")
        fi
    done
    progress_clear
    printf '%s' "$frame" >&2
    drawn_widths=("${widths[@]}")
}

# progress_note TEXT: one line in the place of the bars.
progress_note() {
    local note
    progress_clear
    note=${1:0:columns-1}
    printf '%s\n' "$note" >&2
    drawn_widths=("${#note}")
}

# describe_number VARIABLE NUMBER: "12,345".
describe_number() {
    local number=$2 grouped=''
    while ((${#number} > 3)); do
        grouped=,${number: -3}$grouped
        number=${number:0:-3}
    done
    printf -v "$1" '%s' "$number$grouped"
}

# describe_count VARIABLE DONE [TOTAL]: "1,200 of 5,320".
describe_count() {
    local described_done described_total
    describe_number described_done "$2"
    if [[ -n ${3-} ]]; then
        describe_number described_total "$3"
        described_done+=" of $described_total"
    fi
    printf -v "$1" '%s' "$described_done"
}

# describe_clock VARIABLE SECONDS: "1:05", "22:11:09".
describe_clock() {
    if (($2 >= 3600)); then
        printf -v "$1" '%d:%02d:%02d' "$(($2 / 3600))" "$(($2 % 3600 / 60))" "$(($2 % 60))"
    else
        printf -v "$1" '%d:%02d' "$(($2 / 60))" "$(($2 % 60))"
    fi
}

# describe_span VARIABLE SECONDS: "12 s", "5 min", "22 h 11 min".
describe_span() {
    if (($2 >= 3600)); then
        printf -v "$1" '%d h %d min' "$(($2 / 3600))" "$(($2 % 3600 / 60))"
    elif (($2 >= 120)); then
        printf -v "$1" '%d min' "$((($2 + 30) / 60))"
    else
        printf -v "$1" '%d s' "$2"
    fi
}

# describe_reset VARIABLE SECOND: "2026-11-24 16:11:22 (in 22 h 11 min)", in the local time; empty when SECOND is.
describe_reset() {
    local in_words
    if [[ -z $2 ]]; then
        printf -v "$1" ''
        return
    fi
    if (($2 > EPOCHSECONDS)); then
        describe_span in_words "$(($2 - EPOCHSECONDS))"
        in_words=" (in $in_words)"
    fi
    printf -v "$1" '%(%F %T)T%s' "$2" "${in_words-}"
}

# describe_list VARIABLE WORD…: "tracks, artists and albums".
describe_list() {
    local word described=$2 left=$(($# - 2)) joint=,
    for word in "${@:3}"; do
        left=$((left - 1))
        ((left)) || joint=' and'
        described+="$joint $word"
    done
    printf -v "$1" '%s' "$described"
}

# describe_counts VARIABLE "NEW UPDATED REQUESTS": "5,320 new, 12 changed, 107 requests".
describe_counts() {
    local parts plural
    read -ra parts <<<"$2"
    ((parts[2] != 1)) || plural=''
    describe_number "parts[0]" "${parts[0]}"
    describe_number "parts[1]" "${parts[1]}"
    describe_number "parts[2]" "${parts[2]}"
    printf -v "$1" '%s new, %s changed, %s request%s' "${parts[@]}" "${plural-s}"
}
