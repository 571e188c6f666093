# What sync shows of itself: plain lines into a file, bars on a terminal.

load helper
setup() {
    begin_test
    stand_in --tracks 1500 --latency 100
}
teardown() { end_test; }

# on_terminal COLUMNS [VARIABLE=VALUE…]: a sync on a terminal; what it writes is in typescript.
on_terminal() {
    local columns=$1
    shift
    TERM=xterm script -qec "stty cols $columns; env $* spotify-sync --db a.db --window 2" typescript \
        </dev/null >/dev/null 3>&-
}

# How many columns the longest bar takes.
widest_bar() {
    local line most=0
    while read -r line; do
        ((${#line} <= most)) || most=${#line}
    done < <(sed -e 's/\x1b\[[0-9;]*[A-Za-z]//g' typescript | tr '\r' '\n' |
        grep -E '^(tracks|artists|albums|playlists) +[━┄0-9]')
    echo "$most"
}

@test "progress is plain lines in a file" {
    run -0 spotify-sync --db a.db
    assert_line 'tracks: started'
    assert_line --regexp '^tracks: done, 1,500 of 1,500 in [0-9]+ s \(1,500 added, 31 requests\)$'
    assert_line --regexp '^Done in [0-9]+ s: '
    refute_output --partial $'\e'
}

@test "a phase that takes long prints its count, rate and time left in plain lines" {
    control 'set?fault=hang@2-9999:tracks'
    background spotify-sync --db a.db --window 1
    until_true 60 grep -Ex 'tracks: 50 of 1,500, [0-9.]+/s, [0-9:]+ left' background.out
}

@test "progress on a terminal is a bar with count, rate and time left, redrawn in place" {
    on_terminal 80
    run cat typescript
    assert_output --regexp '━.* [0-9,]+/1,500  [0-9,.]+/s  [0-9]+:[0-9]+ left'
    assert_output --partial $'\e[1A\e[J'
    assert_output --partial $'\e[32m'
    refute_output --partial $'\e[?25l'
}

@test "a progress bar fits 60 columns, and 30" {
    on_terminal 60
    run widest_bar
    ((output > 40 && output < 60)) || fail "$output columns"
    rm a.db*
    on_terminal 30
    run widest_bar
    ((output > 10 && output < 30)) || fail "$output columns"
}

@test "NO_COLOR gives progress bars without colours" {
    on_terminal 80 NO_COLOR=1
    run cat typescript
    assert_output --partial '━'
    refute_output --regexp $'\e''\[[0-9;]*m'
}

@test "a dumb terminal gets progress in plain lines" {
    on_terminal 80 TERM=dumb
    run cat typescript
    assert_output --partial 'tracks: started'
    refute_output --partial $'\e'
}

@test "a locale that is not installed gets progress bars of plain characters, which overwrite no line above them" {
    local moves
    on_terminal 80 LC_ALL= LANG=xx_XX.UTF-8
    run cat typescript
    assert_output --regexp '#.* [0-9,]+/1,500 '
    refute_output --partial '━'
    # A line up for each bar, of which there are two at most.
    moves=$(grep -o $'\e\\[[0-9]*A' typescript | sort -u)
    refute [ -z "$moves" ]
    assert_equal "$(grep -v $'\e\\[[12]A' <<<"$moves")" ''
}

@test "a locale that is not installed is reported once at most" {
    run -0 env LC_ALL=xx_XX.UTF-8 spotify-sync -q --db a.db
    # Bash says so once, before it reads the driver.
    ((${#lines[@]} <= 1))
    LC_ALL= LANG=xx_XX.UTF-8 run -0 spotify-sync -q --db a.db
    assert_output ''
}
