# What stands in a database may come from anywhere: it is data, whatever it looks like.

load helper
setup() {
    begin_test
    synced --tracks 60
}
teardown() { end_test; }

# A row of `status`, of `history` and of a phase, with a command where bash would evaluate a number.
forged="x'||char(10)||'tracks'||char(31)||'RateLimited'||char(31)||'1'||char(31)||'2'||char(31)||'3'||char(31)
    ||'rows[\$(touch forged)]'||char(31)||'"

reading_runs_nothing() {
    local command
    for command in status 'status --json' history changes 'changes --json' sync; do
        # shellcheck disable=SC2086
        run -"$1" spotify-sync -q --db a.db $command
        refute_output --partial 'line '
    done
    run -1 test -e forged
}

@test "text in a database that looks like rows and columns stays text" {
    local column
    for column in kind status started_at completed_at last_error; do
        cp a.db saved.db
        sql a.db "UPDATE sync_history SET $column = '$forged'"
        reading_runs_nothing 0
        mv saved.db a.db
    done
    sql a.db "UPDATE sync_state SET status = '$forged', last_error = '$forged'"
    sql a.db "UPDATE tracks SET name = '$forged'"
    reading_runs_nothing 0
}

@test "terminal escapes in a database are not printed" {
    sql a.db "UPDATE tracks SET name = char(27)||']0;x'||char(7)||char(155)||'31m'||char(133)||'ü'||char(31)||'\\%s\"'"
    for LC_ALL in C.UTF-8 C; do
        export LC_ALL
        run -0 spotify-sync --db a.db changes --since 2000-01-01
        assert_line --regexp '[+] \?]0;x\?\?31m\?ü\?\\%s" \('
    done
}

@test "text in place of a number is refused, and reported with the file" {
    sql a.db '.dbconfig defensive off' "PRAGMA writable_schema = ON;
              UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '') WHERE name IN ('sync_history', 'sync_state')"
    sql a.db "UPDATE sync_history SET requests = 'rows[\$(touch forged)]'"
    run -74 spotify-sync --db a.db status
    assert_line --partial "a.db': 'rows["
    run -74 spotify-sync --db a.db history
    sql a.db "UPDATE sync_history SET requests = 1, status = 'Failed';
              UPDATE sync_state SET requests = '0x8', status = 'Failed' WHERE entity_type = 'tracks'"
    run -74 spotify-sync --db a.db
    assert_line --partial "a.db': '0x8' is not a number"
    run -1 test -e forged
}

@test "views and triggers of a database run no program" {
    sql a.db "ALTER TABLE sync_history RENAME TO history;
              CREATE VIEW sync_history AS SELECT id, edit('x', 'touch forged;') AS kind, status, started_at,
                  completed_at, requests, new_items, updated_items, last_error FROM history"
    reading_runs_nothing 74
}

@test "an unknown status in a database counts as a failure" {
    sql a.db "CREATE TRIGGER odd AFTER UPDATE ON sync_state WHEN new.status = 'Success'
              BEGIN UPDATE sync_state SET status = 'Odd' WHERE state_key = new.state_key; END"
    run -74 spotify-sync --db a.db
    assert_line --partial "tracks: its status in the database is 'Odd'"
    assert_equal "$(sql a.db 'SELECT status FROM sync_history ORDER BY id DESC LIMIT 1')" Failed
}
