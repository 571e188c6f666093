# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# What `sync` shows of itself on standard error: on a terminal a bar for each running phase, redrawn in
# place below the lines that stay; else plain lines. The cursor is never hidden and colours are closed in
# each line, so that there is nothing to restore, however the driver ends.

readonly BAR_WIDTH=59          # the most columns that a bar's line takes: it fits any usual terminal
readonly LINE_INTERVAL=5000000 # microseconds between two plain lines of a phase
readonly DRAW_INTERVAL=200000  # and between two drawings

# Of each phase: how many items are `done` and of how `many`, from how many on and since when (microseconds) it runs, and
# when a plain line was printed last, as [tracks.done].
declare -A shown=()
drawn_widths=() # the columns of each line of the bars
drawn_at=0
progress_kind=none

# progress_open: looks at what standard error is.
progress_open() {
    progress_kind=plain
    if ((quiet)); then
        progress_kind=none
    elif [[ -t 2 && ${TERM-dumb} != dumb ]]; then
        progress_kind=live
        resized=1
        trap resized=1 WINCH
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
    size=$(stty size <&2)
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

# progress_begin PHASE DONE MANY: a phase begins, or goes on after DONE.
progress_begin() {
    local count
    progress_set "$@"
    shown[$1.first]=$2
    shown[$1.began]=${EPOCHREALTIME/[.,]/}
    shown[$1.told]=${shown[$1.began]}
    [[ $progress_kind == plain ]] || return 0
    describe_count count "$2" "$3"
    if (($2 == 0)); then
        progress_say "$1: begins"
    else
        progress_say "$1: goes on after $count"
    fi
}

# progress_set PHASE DONE MANY
progress_set() {
    shown[$1.done]=$2
    shown[$1.many]=$3
}

# progress_time PHASE VARIABLE: sets it to how long the phase has run, in words.
progress_time() {
    describe_span "$2" "$(((${EPOCHREALTIME/[.,]/} - ${shown[$1.began]}) / 1000000))"
}

# progress_show PHASE…: the phases that run now, at most every so often.
progress_show() {
    local phase now=${EPOCHREALTIME/[.,]/} count rate left
    if [[ $progress_kind == live ]]; then
        ((now - drawn_at >= DRAW_INTERVAL)) || return
        progress_resize
        progress_draw "$@"
        drawn_at=$now
    elif [[ $progress_kind == plain ]]; then
        for phase; do
            ((now - ${shown[$phase.told]} >= LINE_INTERVAL)) || continue
            shown[$phase.told]=$now
            describe_count count "${shown[$phase.done]}" "${shown[$phase.many]}"
            progress_rate "$phase" rate left
            progress_say "$phase: $count${rate:+, $rate}${left:+, $left left}"
        done
    fi
}

# progress_rate PHASE RATE LEFT: sets the variables RATE ("240/s") and LEFT ("1:05"); empty when unknown.
progress_rate() {
    local -n rate_text=$2 left_text=$3
    local done=$((${shown[$1.done]} - ${shown[$1.first]})) remaining tenths
    local elapsed=$((${EPOCHREALTIME/[.,]/} - ${shown[$1.began]}))
    rate_text='' left_text=''
    ((done > 0 && elapsed > 0)) || return 0
    tenths=$((done * 10000000 / elapsed))
    if ((tenths >= 100)); then
        describe_number rate_text "$((tenths / 10))"
        rate_text+=/s
    else
        rate_text=$((tenths / 10)).$((tenths % 10))/s
    fi
    [[ -n ${shown[$1.many]} ]] || return 0
    remaining=$((${shown[$1.many]} - ${shown[$1.done]}))
    ((remaining > 0)) || return 0
    describe_clock left_text "$((remaining * (elapsed / 1000) / done / 1000))"
}

# progress_draw PHASE…: draws a bar for each, in one write.
progress_draw() {
    local phase line frame='' width=$((columns - 1)) head tail count rate left size full bar rest
    local widths=()
    ((width <= BAR_WIDTH)) || width=$BAR_WIDTH
    for phase; do
        printf -v head '%-10s' "$phase"
        describe_number count "${shown[$phase.done]}"
        if [[ -n ${shown[$phase.many]} ]]; then
            describe_number rest "${shown[$phase.many]}"
            count+=/$rest
        fi
        progress_rate "$phase" rate left
        tail=" $count${rate:+  $rate}${left:+  $left left}"
        size=$((width - ${#head} - ${#tail}))
        if ((size < 4)); then
            line=$head${tail# }
            line=${line:0:width}
            frame+=$line$'\n'
            widths+=("${#line}")
        else
            full=0
            if ((${shown[$phase.many]:-0} > 0)); then
                full=$((${shown[$phase.done]} * size / ${shown[$phase.many]}))
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
