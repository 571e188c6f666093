# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# The database, through one sqlite3 that runs as long as the driver needs it. What it runs is a file in schema/driver/,
# and values reach that as bound parameters.
#
# What stands in a database may come from anywhere, the tables themselves too: it is printed quoted, taken over by
# row_read, and no function that reaches out of SQL may be called from its views and triggers.

readonly FIELD=$'\037' # between columns, in what sqlite3 prints
readonly ROW_MODE=$'.mode tcl\n.separator "\\037" "\\n"\n'

# database_open: starts sqlite3, unless it runs. Each column of its rows is quoted as in C.
database_open() {
    local sql answers
    [[ -z ${sql_fd-} ]] || return 0
    pipelines_open
    database_said=''
    pipelines_tell coprocess database sqlite3 -batch -bail -init /dev/null "$database"
    event=''
    until [[ $event == coprocess ]]; do
        event_next
    done
    read -r sql answers <<<"$event_text"
    { exec {sql_fd}>"$sql" {answers_fd}<"$answers"; } 2>/dev/null || pipelines_failed
    quote_for_dot sql "$data_dir/driver/phases.sql"
    { printf '.timeout 60000\n%s.read %s\n' "$ROW_MODE" "$sql" >&"$sql_fd"; } 2>/dev/null
}

# database_close: lets sqlite3 end.
database_close() {
    [[ -z ${sql_fd-} ]] || exec {sql_fd}>&- {answers_fd}<&-
    sql_fd=''
}

# database_query NAME [PARAMETER=VALUE…]: runs schema/driver/NAME.sql and sets the array `rows` to its rows, for
# row_read. When that fails it ends the driver with EX_IOERR and what sqlite3 said.
database_query() {
    local script
    database_script script "$@"
    database_send "$script"
}

# database_rows FILE NAME [PARAMETER=VALUE…]: the same, with the rows, which have one column, in a file for a pipeline.
database_rows() {
    local script file
    database_script script "${@:2}"
    quote_for_dot file "$1"
    database_send ".output $file"$'\n.mode ascii\n.separator " " "\\n"\n'"$script"$'.print .\n.output stdout\n'"$ROW_MODE"
}

# database_send SCRIPT: has sqlite3 run it, and sets `rows` to the lines that it answers.
database_send() {
    local row
    { printf '%s.print .\n' "$1" >&"$sql_fd"; } 2>/dev/null
    rows=()
    while IFS= read -r -u "$answers_fd" row; do
        [[ $row != . ]] || return 0
        rows+=("$row")
    done
    while :; do
        event_next # until it says how sqlite3 ended
    done
}

# database_script VARIABLE NAME [PARAMETER=VALUE…]: sets it to what sqlite3 reads to run schema/driver/NAME.sql.
database_script() {
    local pair value lines=''
    for pair in "${@:3}"; do
        quote_for_sql value "${pair#*=}"
        quote_for_dot value "$value"
        lines+=".parameter set :${pair%%=*} $value"$'\n'
    done
    quote_for_dot value "$data_dir/driver/$2.sql"
    printf -v "$1" '%s.read %s\n' "$lines" "$value"
}

# quote_for_sql VARIABLE TEXT: sets it to a literal. Control characters become spaces, which changes no JSON.
quote_for_sql() {
    local literal=${2//[[:cntrl:]]/ }
    printf -v "$1" "'%s'" "${literal//\'/\'\'}"
}

# quote_for_dot VARIABLE TEXT: sets it to a word of a command of sqlite3's that begins with a dot.
quote_for_dot() {
    local word=${2//\\/\\\\}
    printf -v "$1" '"%s"' "${word//\"/\\\"}"
}

# database_failed "STATUS PROGRAM": ends the driver, for sqlite3 has ended.
database_failed() {
    local status=${1%% *} reason
    printable reason "$database_said"
    [[ ! $reason =~ ^(Error|Parse error|Runtime error)( near line [0-9]+)?:\ (.*)$ ]] || reason=${BASH_REMATCH[3]}
    [[ -n $reason ]] || reason="sqlite3 ended with status $status"
    ((status <= 128)) || reason="sqlite3 was killed by signal $((status - 128))"
    if [[ $reason == *@(unable to open database file|write a readonly database)* && ! -w ${database%/*}/ ]]; then
        reason="SQLite makes files beside it to read it, and may not write into this folder; copy it into another"
    fi
    die "$EX_IOERR" "cannot use the database '$database': $reason"
}

# row_read ROW VARIABLE…: sets the variables to the columns of one of `rows`, made printable. A #VARIABLE is for
# arithmetic, in which bash runs the commands that a text may hold: a column that is neither a whole number nor empty
# ends the driver with EX_IOERR.
row_read() {
    local row_rest=$1 row_variable row_column
    for row_variable in "${@:2}"; do
        row_column=${row_rest%%"$FIELD"*}
        row_rest=${row_rest:${#row_column}+1}
        [[ $row_column != \"*\" ]] || row_column=${row_column:1:-1}
        if [[ $row_column == *\\* ]]; then
            # The quotes of C, which printf takes away from a format.
            # shellcheck disable=SC2059
            printf -v row_column -- "${row_column//%/%%}"
        fi
        printable row_column "$row_column"
        if [[ $row_variable == \#* && ! $row_column =~ ^(0|-?[1-9][0-9]{0,17})?$ ]]; then
            die "$EX_IOERR" "cannot use the database '$database': '$row_column' stands where a number belongs"
        fi
        printf -v "${row_variable#\#}" '%s' "$row_column"
    done
}

# library_is_there: whether the database holds a library, which is brought up to date. Ends the driver with EX_CONFIG
# when its tables are not ours.
library_is_there() {
    local migrations=("$data_dir"/migrate/*.sql) newest
    newest=$((${#migrations[@]} + 1))
    [[ -s $database ]] || return
    database_open
    database_query has-library
    ((${#rows[@]})) || return
    row_read "${rows[0]}" '#is_ours' '#version'
    ((is_ours)) || die "$EX_CONFIG" "'$database' is the database of another program: name another file with --db"
    ((version <= newest)) ||
        die "$EX_CONFIG" "'$database' has schema version $version, newer than this program's $newest:\
 use a newer spotify-sync"
    ((version == newest)) || library_store ''
}

# library_open: opens the library to write to it, and makes it first if there is none.
library_open() {
    library_is_there || library_store ''
    database_open
}

# library_store FILE: stores messages, of which there may be none: that makes the tables, or brings them up to date. When
# that fails it ends the driver with the status of `store`, which has said why, or with that of the signal that stopped
# both.
library_store() {
    local state status
    need_programs store
    pipelines_tell run library "$1" '' "$exec_dir/store" "$database"
    pipeline_wait library
    status=$?
    ((status == 0)) && return
    exit "$((stop_status ? stop_status : status))"
}
