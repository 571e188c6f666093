# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# Progress on standard error: on a terminal, a bar for each running phase, redrawn in place below the lines that stay; else
# plain lines. The cursor is never hidden and each line resets its colours, so a killed driver leaves nothing to restore.

readonly BAR_WIDTH=59          # the most columns of a bar's line, which fit any usual terminal
readonly LINE_INTERVAL=5000000 # microseconds between two plain lines of a phase
readonly DRAW_INTERVAL=200000  # and between two drawings

# For each phase, as [tracks.done]: how many items are `done`, of how `many`, how many were at `first`, and when it `began`
# and its last plain line was `printed`, in microseconds.
declare -A shown=()
drawn_widths=() # the columns of each drawn line
drawn_at=0
progress_kind=none

# progress_open: chooses bars, plain lines or nothing.
progress_open() {
    progress_kind=plain green='' red='' yellow='' plain=''
    if ((quiet)); then
        progress_kind=none
    elif [[ -t 2 && ${TERM-dumb} != dumb ]]; then
        progress_kind=live
        resized=1
        trap resized=1 WINCH
        progress_resize
        [[ -n ${NO_COLOR-} ]] || green=$'\e[32m' red=$'\e[31m' yellow=$'\e[33m' plain=$'\e[0m'
    fi
}

# progress_resize: gets the width of the terminal if it may have changed.
progress_resize() {
    local size
    ((resized)) || return 0
    resized=0
    size=$(stty size <&2)
    columns=${size#* }
    [[ $columns =~ ^[1-9][0-9]{0,5}$ ]] || columns=80
}

# progress_clear: erases the bars, including lines that a narrower window has wrapped.
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

# progress_begin PHASE DONE MANY: a phase starts, or continues after DONE.
progress_begin() {
    local text
    progress_set "$@"
    shown[$1.first]=$2
    shown[$1.began]=${EPOCHREALTIME/[.,]/} shown[$1.printed]=${EPOCHREALTIME/[.,]/}
    describe_count text "$2" "$3"
    text="continuing after $text"
    (($2)) || text=started
    [[ $progress_kind != plain ]] || progress_say "$1: $text"
}

# progress_set PHASE DONE MANY
progress_set() {
    shown[$1.done]=$2
    shown[$1.many]=$3
}

# progress_show PHASE…: shows the running phases, if it is time to.
progress_show() {
    local phase now=${EPOCHREALTIME/[.,]/} text
    if [[ $progress_kind == live ]] && ((now - drawn_at >= DRAW_INTERVAL)); then
        progress_resize
        progress_draw "$@"
        drawn_at=$now
    elif [[ $progress_kind == plain ]]; then
        for phase; do
            ((now - ${shown[$phase.printed]} >= LINE_INTERVAL)) || continue
            shown[$phase.printed]=$now
            progress_describe text "$phase" ' of ' ', '
            progress_say "$phase: $text"
        done
    fi
}

# progress_describe VARIABLE PHASE OF COMMA: "1,200 of 5,320, 240/s, 0:17 left", as far as known.
progress_describe() {
    local described rate left tenths done=${shown[$2.done]} many=${shown[$2.many]:-0}
    local elapsed=$((${EPOCHREALTIME/[.,]/} - ${shown[$2.began]})) since=$((done - ${shown[$2.first]}))
    describe_count described "$done" "${shown[$2.many]}" "$3"
    if ((since > 0 && elapsed > 0)); then
        tenths=$((since * 10000000 / elapsed))
        describe_number rate "$((tenths / 10))"
        ((tenths >= 100)) || rate+=.$((tenths % 10))
        described+=$4$rate/s
        if ((many > done)); then
            describe_clock left "$(((many - done) * (elapsed / 1000) / since / 1000))"
            described+="$4$left left"
        fi
    fi
    printf -v "$1" '%s' "$described"
}

# progress_draw PHASE…: draws a bar for each phase, in one write.
progress_draw() {
    local phase head tail size many full bar rest frame='' widths=() width=$((columns - 1))
    ((width <= BAR_WIDTH)) || width=$BAR_WIDTH
    for phase; do
        printf -v head '%-10s' "$phase"
        head=${head:0:width}
        progress_describe tail "$phase" / '  '
        size=$((width - ${#head} - ${#tail} - 1))
        ((size >= 4)) || size=0
        tail=" $tail"
        tail=${tail:0:width-${#head}-size}
        many=${shown[$phase.many]:-0}
        full=$((many > 0 ? size * ${shown[$phase.done]} / many : 0))
        printf -v bar '%*s' "$((full < size ? full : size))" ''
        printf -v rest '%*s' "$((size - ${#bar}))" ''
        frame+=$head$green${bar// /$bar_full}$plain${rest// /$bar_empty}$tail$'\n'
        widths+=("$((${#head} + size + ${#tail}))")
    done
    progress_clear
    printf '%s' "$frame" >&2
    drawn_widths=("${widths[@]}")
}

# progress_note TEXT: shows one line in place of the bars.
progress_note() {
    local note
    progress_clear
    note=${1:0:columns-1}
    printf '%s\n' "$note" >&2
    drawn_widths=("${#note}")
}

# describe_number VARIABLE NUMBER: "12,345".
describe_number() {
    local number=$2
    while [[ $number =~ ^([0-9]+)([0-9]{3}.*) ]]; do
        number=${BASH_REMATCH[1]},${BASH_REMATCH[2]}
    done
    printf -v "$1" '%s' "$number"
}

# describe_count VARIABLE DONE TOTAL [OF]: "1,200 of 5,320", or "1,200" if TOTAL is empty.
describe_count() {
    local described_done described_total
    describe_number described_done "$2"
    describe_number described_total "$3"
    printf -v "$1" '%s' "$described_done${3:+${4- of }$described_total}"
}

# describe_clock VARIABLE SECONDS: "1:05", "22:11:09".
describe_clock() {
    if (($2 >= 3600)); then
        printf -v "$1" '%d:%02d:%02d' "$(($2 / 3600))" "$(($2 % 3600 / 60))" "$(($2 % 60))"
    else
        printf -v "$1" '%d:%02d' "$(($2 / 60))" "$(($2 % 60))"
    fi
}
