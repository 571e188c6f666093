# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# The database, through one sqlite3 that runs as long as the driver needs it. It runs files of schema/driver/ with bound
# parameters. A database and its schema may come from anywhere: sqlite3 prints values quoted, row_read reads them, and views
# and triggers may not call functions with side effects.

readonly FIELD=$'\037' # between columns, in what sqlite3 prints
readonly ROW_MODE=$'.mode tcl\n.separator "\\037" "\\n"\n'

# database_open: starts sqlite3 if it is not running. It quotes each column as in C.
database_open() {
    local sql answers
    [[ -z ${sql_fd-} ]] || return 0
    pipelines_open
    database_said='' event=''
    pipelines_tell coprocess database sqlite3 -batch -bail -init /dev/null "$database"
    until [[ $event == coprocess ]]; do event_next; done
    read -r sql answers <<<"$event_text"
    { exec {answers_fd}<"$answers" {sql_fd}>"$sql"; } 2>/dev/null ||
        while :; do event_next; done # sqlite3 has already ended
    quote_for_dot sql "$data_dir/driver/phases.sql"
    { printf '.timeout 60000\n%s.read %s\nUPDATE screen SET columns = %d;\n' "$ROW_MODE" "$sql" \
        "$((columns > 21 && columns < 80 ? columns : 80))" >&"$sql_fd"; } 2>/dev/null
}

# database_query NAME [PARAMETER=VALUE…]: runs schema/driver/NAME.sql and sets `rows` to its rows, for row_read. If that
# fails, ends the driver with EX_IOERR and the message of sqlite3.
database_query() {
    local script
    database_script script "$@"
    database_send "$script"
}

# database_rows FILE NAME [PARAMETER=VALUE…]: the same, but writes the rows, of one column, to a file for a pipeline.
database_rows() {
    local script file
    database_script script "${@:2}"
    quote_for_dot file "$1"
    database_send ".output $file"$'\n.mode ascii\n.separator " " "\\n"\n'"$script"$'.print .\n.output stdout\n'"$ROW_MODE"
}

# database_send SCRIPT: makes sqlite3 run it, and sets `rows` to the lines of its output.
database_send() {
    local row
    { printf '%s.print .\n' "$1" >&"$sql_fd"; } 2>/dev/null
    rows=()
    while IFS= read -r -u "$answers_fd" row; do
        [[ $row != . ]] || return 0
        rows+=("$row")
    done
    while :; do event_next; done # until the one that sqlite3 has ended
}

# database_script VARIABLE NAME [PARAMETER=VALUE…]: sets it to the commands for sqlite3 to run schema/driver/NAME.sql.
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

# quote_for_sql VARIABLE TEXT: makes an SQL literal. Control characters become spaces, which does not change JSON.
quote_for_sql() {
    local literal=${2//[[:cntrl:]]/ }
    printf -v "$1" "'%s'" "${literal//\'/\'\'}"
}

# quote_for_dot VARIABLE TEXT: makes a word of a dot-command of sqlite3.
quote_for_dot() {
    local word=${2//\\/\\\\}
    printf -v "$1" '"%s"' "${word//\"/\\\"}"
}

# database_failed "STATUS PROGRAM": ends the driver because sqlite3 has ended.
database_failed() {
    local status=${1%% *} reason
    printable reason "$database_said"
    [[ ! $reason =~ ^(Error|Parse error|Runtime error)( near line [0-9]+)?:\ (.*)$ ]] || reason=${BASH_REMATCH[3]}
    [[ -n $reason ]] || reason="sqlite3 ended with status $status"
    ((status <= 128)) || reason="sqlite3 was killed by signal $((status - 128))"
    if [[ ! -r $database && -e $database ]]; then
        reason='Permission denied'
    elif [[ $reason == *@(unable to open database file|write a readonly database)* && ! -w ${database%/*}/ ]]; then
        reason="SQLite creates files next to it, but cannot write to this directory; copy it to another"
    fi
    [[ $reason != *'file is not a database'* ]] || die "$EX_CONFIG" "'$database' is not a database: give another file with --db"
    die "$EX_IOERR" "cannot use the database '$database': $reason"
}

# row_read ROW VARIABLE…: sets the variables to the columns of a row, made printable. Bash arithmetic runs commands in its
# operands, so if the column of a #VARIABLE is neither a whole number nor empty, the driver ends with EX_IOERR.
row_read() {
    local row_rest=$1 row_variable row_column
    for row_variable in "${@:2}"; do
        row_column=${row_rest%%"$FIELD"*}
        row_rest=${row_rest:${#row_column}+1}
        [[ $row_column != \"*\" ]] || row_column=${row_column:1:-1}
        if [[ $row_column == *\\* ]]; then
            # A format of printf has the escapes of C.
            # shellcheck disable=SC2059
            printf -v row_column -- "${row_column//%/%%}"
        fi
        printable row_column "$row_column"
        if [[ $row_variable == \#* && ! $row_column =~ ^(0|-?[1-9][0-9]{0,17})?$ ]]; then
            die "$EX_IOERR" "cannot use the database '$database': '$row_column' is not a number"
        fi
        printf -v "${row_variable#\#}" '%s' "$row_column"
    done
}

# library_is_there: whether the database holds a library, which it migrates. Ends the driver with EX_CONFIG if the tables
# are of another program.
library_is_there() {
    local migrations=("$data_dir"/migrate/*.sql) fault is_old
    [[ ! -e $database || -f $database ]] || die "$EX_CONFIG" "'$database' is not a regular file: give another file with --db"
    [[ -s $database ]] || return
    database_open
    database_query has-library "newest=$((${#migrations[@]} + 1))"
    ((${#rows[@]})) || return
    row_read "${rows[0]}" fault '#is_old'
    [[ -z $fault ]] || die "$EX_CONFIG" "'$database' $fault"
    ((!is_old)) || library_store ''
}

# library_begin [KIND]: prepares to write to the library, under the lock KIND. Creates the library if there is none.
library_begin() {
    filters_check_options
    account_need
    lock_take "$@"
    library_open
}

# library_open: the same, but without a lock, for what needs none.
library_open() {
    progress_open
    pipelines_open
    on_signals stop # the stages end first
    library_is_there || library_store ''
    database_open
}

# library_store FILE: stores messages, or none to create or migrate the tables. If `store` fails, ends the driver with its
# status, or with that of the signal that stopped both.
library_store() {
    local state status
    need_programs store
    pipelines_tell run library "$1" '' "$exec_dir/store" "$database"
    pipeline_wait library
    status=$?
    ((status == 0)) && return
    exit "$((stop_status ? stop_status : status))"
}
