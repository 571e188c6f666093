# A disk that is full or read-only, a database that others lock, output that goes nowhere: each has its status and
# one clear sentence, loses nothing, and the next sync goes on.

load helper
setup() {
    begin_test
    stand_in --tracks 120 --playlists 4
    PATH=$BATS_TEST_DIRNAME:$PATH
}
teardown() { end_test; }

# with_disk COMMAND…: runs it where it may mount what nobody else sees.
with_disk() {
    local private=(unshare --mount --propagation private)
    ((EUID == 0)) || private=(unshare --map-root-user --mount --propagation private)
    "${private[@]}" mount -t tmpfs none "$PWD" 2>/dev/null || skip 'no file system can be mounted here'
    mkdir -p disk
    run "${private[@]}" bash -c "$1"
    echo "$output"
    ((status == 0))
}

@test "a full disk ends with 74, and with room the next sync goes on" {
    with_disk '
        for size in 64 700; do
            mount -t tmpfs -o size="${size}k" none disk
            spotify-sync -q --db disk/a.db 2>err
            status=$?
            cat err
            ((status == 74)) && grep -q "no space is left on the disk\|disk is full\|disk I/O error" err || exit
            mount -o remount,size=32m disk
            spotify-sync -q --db disk/a.db && same-library disk/a.db || exit
            umount disk
        done'
}

@test "a disk too full for the lock file ends with 74 and one sentence" {
    with_disk '
        mount -t tmpfs -o size=64k none disk
        head -c 100000 /dev/zero >disk/other
        for command in sync plays; do
            spotify-sync -q --db disk/a.db "$command" 2>err
            status=$?
            cat err
            ((status == 74)) && (($(wc -l <err) == 1)) && grep -q "^spotify-sync: cannot write .*/disk/a.db.*lock" err || exit
        done'
}

@test "a full disk under the state folder costs the shared pace, and nothing else" {
    with_disk '
        mount -t tmpfs -o size=100k none disk
        XDG_STATE_HOME=$PWD/disk spotify-sync --db a.db 2>err
        status=$?
        cat err
        ((status == 0)) && grep -q "the rate limit is not shared with other runs: .*disk is full" err &&
            same-library a.db'
}

@test "a limits database that breaks in mid-run is reported once, and the run goes on without it" {
    stand_in --tracks 500 --latency 1000
    background fetch-tracks --window 1
    until_true 60 eval '(($(requests) >= 2))'
    sql "$XDG_STATE_HOME/spotify-sync/pace.db" 'DROP TABLE request'
    control 'set?latency=0'
    finish_background
    assert_equal "$background_status" 0
    assert_equal "$(grep -c '"RECORD"' background.out)" 500
    assert_equal "$(grep -c 'the rate limit is not shared with other runs' background.out)" 1
}

@test "a read-only disk ends with 74" {
    synced --tracks 60
    control 'change?do=add'
    with_disk '
        mount -t tmpfs none disk
        mv a.db disk
        mount -o remount,ro disk
        spotify-sync -q --db disk/a.db 2>err
        status=$?
        cat err
        ((status == 74)) && grep -q "^spotify-sync: cannot write .*/disk/a.db.lock" err || exit
        mount -o remount,rw disk
        spotify-sync -q --db disk/a.db && same-library disk/a.db'
}

@test "a file that may not grow ends with 74, or by the signal of the limit, and the next sync goes on" {
    run -74 bash -c 'trap "" XFSZ; ulimit -f 300; exec spotify-sync -q --db a.db'
    assert_output --regexp '^store: cannot write to .*a\.db: '
    spotify-sync -q --db a.db
    same-library a.db

    run -153 bash -c 'ulimit -f 300; exec spotify-sync -q --db b.db'
    assert_output --partial 'spotify-sync: store was killed by signal 25'
    spotify-sync -q --db b.db
    same-library b.db
}

@test "a database that another program has locked is waited for" {
    synced --tracks 60
    control 'change?do=add'
    coproc sqlite3 a.db
    printf 'BEGIN IMMEDIATE;\nSELECT 1;\n' >&"${COPROC[1]}"
    read -r -u "${COPROC[0]}" _
    background spotify-sync -q --db a.db
    until_true 60 pgrep -g "$background_pid" -x sqlite3
    printf 'COMMIT;\n.quit\n' >&"${COPROC[1]}"
    finish_background
    assert_equal "$background_status" 0
    same-library a.db
}

@test "a sqlite3, store or fetch-account that is killed is named" {
    local program
    for program in 'sqlite3 COMMIT a.db' 'store COMMIT a.db' 'fetch-account write *'; do
        run preloaded kill-at KILL_AT_NUMBER=1 KILL_AT_SIDE=after KILL_AT_LOG="$PWD/calls" KILL_AT_POINT="$program" \
            spotify-sync -q --db a.db
        ((status == 74 || status == 137)) || fail "it ended with $status"
        assert_line --regexp "^spotify-sync: .*${program%% *} was killed by signal 9$"
        refute_output --partial $'\037'
        rm -f a.db* calls
    done
    spotify-sync -q --db a.db
    same-library a.db
    run preloaded kill-at KILL_AT_NUMBER=1 KILL_AT_SIDE=before KILL_AT_LOG="$PWD/calls" \
        KILL_AT_POINT='fetch-plays write stdout' spotify-sync -q --db a.db plays
    assert_equal "$status" 137
    assert_line 'spotify-sync: fetch-plays was killed by signal 9'
}

@test "output into a full disk ends with 74 and one sentence" {
    local command
    synced --tracks 60
    for command in status 'status --json' history 'changes --since 2000-01-01' --help --version --exec-path; do
        # shellcheck disable=SC2086
        run -74 --separate-stderr bash -c 'exec spotify-sync --db a.db "$@" >/dev/full' - $command
        assert_equal "$stderr" 'spotify-sync: cannot write to standard output'
    done
}

@test "output that is closed ends with 74 and one sentence" {
    local command
    [[ ${LD_PRELOAD-} != *faketime* ]] || skip 'faketime opens a file of its own in the place of what is closed'
    synced --tracks 60
    for command in status 'status --json' history 'changes --since 2000-01-01' --help --version --exec-path; do
        # shellcheck disable=SC2086
        run -74 --separate-stderr bash -c 'exec spotify-sync --db a.db "$@" >&-' - $command
        assert_equal "$stderr" 'spotify-sync: cannot write to standard output'
    done
    run -74 bash -c 'exec fetch-tracks >&-'
    assert_output --regexp '^fetch-tracks: cannot write to standard output: '
}

@test "a sync needs none of its standard streams" {
    spotify-sync --db a.db <&- >&- 2>&-
    same-library a.db
}

@test "a driver that stops reading for a while loses nothing" {
    stand_in --tracks 1500 --latency 20
    background spotify-sync -q --db a.db --window 1
    until_true 60 eval '(($(requests tracks) > 0))'
    kill -STOP "$background_pid"
    until_true 60 eval '(($(requests tracks) >= 30))'
    kill -CONT "$background_pid"
    finish_background
    assert_equal "$background_status" 0
    same-library a.db
}

@test "fetch-tracks ends with its reader, without a word" {
    stand_in --tracks 3000
    mkfifo pipe
    background bash -c 'exec fetch-tracks 2>err >pipe'
    exec {reader}<pipe
    read -r -u "$reader" _
    exec {reader}<&-
    finish_background
    assert_equal "$background_status" 141
    assert_equal "$(<err)" ''
}

# ends_with_reader COMMAND LINE: the command, which waits for more input after the line, ends as soon as nobody reads what
# it prints any more.
ends_with_reader() {
    local reader writer
    mkfifo messages pipe
    background env --ignore-signal=PIPE bash -c "exec $1 2>err <messages >pipe"
    exec {writer}>messages {reader}<pipe
    echo "$2" >&"$writer"
    read -r -u "$reader" _
    exec {reader}<&-
    until_true 60 eval '! kill -0 "$background_pid" 2>/dev/null' || fail 'it goes on'
    exec {writer}>&-
    finish_background
    assert_equal "$background_status" 141
    assert_equal "$(<err)" ''
}

@test "an enricher that waits for input ends with its reader, even if it was started with SIGPIPE ignored" {
    ends_with_reader enrich-artists '{"type":"ACTIVATE_VERSION"}'
}

@test "a store that waits for input ends with its reader, even if it was started with SIGPIPE ignored" {
    ends_with_reader 'store a.db' '{"type":"STATE","value":{}}'
}

@test "a sync in which store fails reports the reason of store, even if it was started with SIGPIPE ignored" {
    local stream
    stand_in --tracks 500 --followed-artists 500
    mkdir programs
    ln -s "$(spotify-sync --exec-path)"/* programs/
    rm programs/store
    cat >programs/store <<SCRIPT
#!/bin/sh
IFS= read -r line
case \$line in *"\"\$FAILS\""*) echo 'store: there is no more room' >&2 && exit 74 ;; esac
{ printf '%s\n' "\$line" && exec cat; } | exec "$(spotify-sync --exec-path)/store" "\$@"
SCRIPT
    chmod +x programs/store
    for stream in saved_tracks followed_artists; do
        FAILS=$stream run -74 env --ignore-signal=PIPE spotify-sync --exec-path=programs -q --db "$stream.db"
        assert_line 'store: there is no more room'
        run sql "$stream.db" 'SELECT last_error FROM sync_history'
        assert_output --regexp '^(tracks|artists): there is no more room$'
    done
}

@test "status of a library in a read-only folder says why it cannot be shown" {
    local drop=()
    ((EUID)) || drop=(setpriv '--bounding-set=-dac_override,-dac_read_search')
    synced --tracks 60
    mkdir folder
    mv a.db folder
    chmod 500 folder
    run -74 "${drop[@]}" spotify-sync --db folder/a.db status
    chmod 700 folder
    assert_line --partial "folder/a.db': SQLite creates files next to it"
}
