# Ctrl-C, `cancel` and a terminated sync: what was done is kept, and the next sync goes on from there.

load helper
# The account, a page of tracks, and then nothing more: however slow the machine is, the sync is under way.
setup() {
    begin_test
    stand_in --tracks 500 --fault hang@3-9999
}
teardown() { end_test; }

phase_of() { # ENTITY FIELD
    spotify-sync --db a.db status --json | jq -r ".phases.$1.$2"
}

has_progress() {
    [[ $(sql a.db "SELECT max(items_processed) > 0 FROM sync_state" 2>/dev/null) == 1 ]]
}

# Once some tracks are stored.
interrupt_by() { # COMMAND…
    background spotify-sync --db a.db --window 1
    until_true 60 has_progress
    "$@"
}

assert_cancelled() {
    local processed
    assert_equal "$(phase_of tracks status)" Cancelled
    assert_equal "$(spotify-sync --db a.db status --json | jq -r .status)" Cancelled
    processed=$(phase_of tracks items_processed)
    assert_equal "$processed" 50
    # Only the driver's own processes hold the lock.
    flock -n a.db.lock true

    control 'set?fault='
    control log/clear
    spotify-sync --db a.db
    same_tracks a.db
    assert_equal "$(sql a.db 'SELECT count(*), max(status) FROM sync_history')" '1|Success'
    (($(requests tracks) <= 10)) || fail 'it began again'
}

@test "Ctrl-C ends a sync with 130, and the next one goes on" {
    interrupt_by eval 'kill -INT -- "-$background_pid"'
    finish_background
    assert_equal "$background_status" 130
    assert_cancelled
}

@test "SIGINT to the driver alone reaches the stages" {
    interrupt_by eval 'kill -INT "$background_pid"'
    finish_background
    assert_equal "$background_status" 130
    assert_cancelled
}

@test "SIGINT to the driver alone is heard while it waits for a program" {
    mkdir programs
    ln -s "$(spotify-sync --exec-path)"/* programs/
    rm programs/store
    cat >programs/store <<SCRIPT
#!/bin/sh
mkdir signalled 2>/dev/null && kill -INT "\$(ps -o ppid= "\$PPID" | tr -d ' ')"
exec "$(spotify-sync --exec-path)/store" "\$@"
SCRIPT
    chmod +x programs/store
    background spotify-sync --exec-path=programs --db a.db --window 1
    finish_background
    assert_equal "$background_status" 130
    assert_equal "$(ask log)" ''
}

@test "SIGINT to the driver alone is heard while it takes the lock" {
    mkdir programs
    cat >programs/flock <<SCRIPT
#!/bin/sh
kill -INT "\$PPID"
exec "$(command -v flock)" "\$@"
SCRIPT
    chmod +x programs/flock
    PATH=$PWD/programs:$PATH background spotify-sync --db a.db
    finish_background
    assert_equal "$background_status" 130
    assert_equal "$(requests)" 0
}

@test "Ctrl-\\ ends a sync with 131, and no stage reports a failure" {
    interrupt_by eval 'kill -QUIT -- "-$background_pid"'
    finish_background
    assert_equal "$background_status" 131
    run -1 grep -E 'Quit|failed|killed' background.out
    assert_cancelled
}

@test "SIGTERM ends a sync with 143, and the next one goes on" {
    interrupt_by eval 'kill -TERM "$background_pid"'
    finish_background
    assert_equal "$background_status" 143
    assert_cancelled
}

@test "cancel ends the running sync, and the next one goes on" {
    interrupt_by spotify-sync --db a.db cancel
    finish_background
    assert_equal "$background_status" 143
    assert_cancelled
}

@test "cancel ends a sync that Ctrl-Z has stopped" {
    interrupt_by eval 'kill -STOP -- "-$background_pid"'
    run -0 timeout 30 spotify-sync --db a.db cancel
    finish_background
    assert_equal "$background_status" 143
    assert_cancelled
}

@test "cancel ends a sync that has not yet written its process id" {
    background spotify-sync --db a.db --window 1
    until_true 60 has_progress
    : >a.db.lock
    spotify-sync --db a.db cancel &
    local cancel=$!
    until_true 60 pgrep -P "$cancel" -x flock
    echo "$background_pid" >a.db.lock
    wait "$cancel"
    finish_background
    assert_equal "$background_status" 143
}

@test "cancel with no sync running says so" {
    run -0 spotify-sync --db a.db cancel
    assert_output --partial 'no sync'
}

@test "cancel does not signal a process whose id merely stands in the lock file" {
    sleep 60 3>&- &
    local sleeper=$!
    echo "$sleeper" >a.db.lock
    # Held by another, as by the stages of a driver that was killed.
    flock a.db.lock bash -c ': >held; sleep 2' 3>&- &
    until_true 60 test -e held
    spotify-sync --db a.db cancel
    [[ $(<"/proc/$sleeper/stat") != *') Z '* ]] || fail 'it was killed'
    kill "$sleeper"
}

# begin_pipelines: starts run-pipelines as the driver does; sets `events` and `commands`.
begin_pipelines() {
    local path
    exec {events}< <(exec run-pipelines --tick 0 3>&-)
    pipelines=$!
    read -r -u "$events" _ path _
    exec {commands}>"$path"
}

tell() { # WORD…
    printf '%s\0' "$#" "$@" >&"$commands"
}

@test "a stage that is to be started after the signal is not" {
    begin_pipelines
    tell run a '' '' sleep 60
    tell terminate
    tell run b '' '' touch started
    run -0 timeout 20 cat <(head -n 3 <&"$events")
    assert_line 'end a 143 sleep'
    assert_line 'end b 143 run-pipelines'
    run -1 test -e started
}

@test "stages end when the driver is gone, and what holds the lock with them" {
    begin_pipelines
    tell run a '' '' sleep 60 '|' cat
    tell coprocess b cat
    read -r -u "$events" event
    [[ $event == 'coprocess b '* ]]
    exec {events}<&- {commands}>&-
    until_true 10 eval '! kill -0 "$pipelines" 2>/dev/null'
    run -1 pgrep -P "$pipelines"
}
