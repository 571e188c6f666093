# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# The database, through the sqlite3 command line tool. What it runs is a file in schema/driver/, and
# values reach that as bound parameters: the tool binds :name to what stands in its own table
# sqlite_parameters, which is filled from standard input and so takes any text as it is.
#
# What stands in a database may come from anywhere, the tables themselves too: it is printed quoted, taken
# over by row_read, and no function that reaches out of SQL may be called from its views and triggers.

readonly FIELD=$'\037' # between columns, in what the tool reads and prints

# database_command NAME [MODE]: sets the array `database_call` to the command that runs schema/driver/NAME.sql
# with the parameters that it reads from standard input. Its rows are lines, FIELD between columns; in the MODE
# tcl each column is quoted, and else as it is.
database_command() {
    local sql='' mode=${2-ascii}
    IFS= read -r -d '' sql <"$data_dir/driver/$1.sql"
    [[ -n $sql ]] || die "$EX_CONFIG" "cannot read '$data_dir/driver/$1.sql'"
    # An empty line ahead, for an argument that begins with a dash would be an option.
    database_call=(sqlite3 -batch -bail -init /dev/null "$database" '.timeout 60000'
        'PRAGMA synchronous=FULL' 'PRAGMA trusted_schema=OFF'
        '.mode ascii' '.separator "\037" "\n"' '.parameter init' '.import /dev/stdin sqlite_parameters'
        ".mode $mode" '.separator "\037" "\n"' $'\n'"$sql")
}

# database_parameters NAME=VALUE…: sets `parameters` to what such a command reads. Control characters
# become spaces, which changes no JSON.
database_parameters() {
    local pair value
    parameters=''
    for pair; do
        value=${pair#*=}
        parameters+=:${pair%%=*}$FIELD${value//[[:cntrl:]]/ }$'\n'
    done
}

# database_query NAME [PARAMETER=VALUE…]: runs schema/driver/NAME.sql and sets `reply` to the rows, for row_read.
# When that fails it ends the driver with EX_IOERR and what the tool said.
database_query() {
    local parameters database_call status before line reason
    database_command "$1" tcl
    database_parameters "${@:2}"
    while :; do
        before=$signals_taken
        program_output reply "${database_call[@]}" <<<"${parameters%$'\n'}" && return
        status=$?
        # A Ctrl-C reaches the tool too and interrupts it; then what it did is undone, and done again here.
        ((signals_taken != before)) || break
    done
    reason=${program_said:-sqlite3 ended with status $status}
    # Its own line, of which others may quote the SQL.
    while IFS= read -r line; do
        [[ $line != @(Error|Parse error|Runtime error)* ]] || reason=$line
    done <<<"$program_said"
    if [[ $reason == *@(unable to open database file|write a readonly database)* && ! -w ${database%/*}/ ]]; then
        reason="SQLite makes files beside it to read it, and may not write into this folder; copy it into another"
    fi
    ((status <= 128)) || reason="sqlite3 was killed by signal $((status - 128))"
    die "$EX_IOERR" "cannot use the database '$database': $reason"
}

# row_read ROW VARIABLE…: sets the variables to the columns of a row of `reply`, made printable. A #VARIABLE is
# for arithmetic, in which bash runs the commands that a text may hold: a column that is neither a whole number
# nor empty ends the driver with EX_IOERR.
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

# database_store: stores the messages that come on standard input. When that fails it ends the driver with
# the status of `store`, which has said why, or with that of the signal that stopped both.
database_store() {
    local status
    stage_become "$exec_dir/store" "$database" <&0 >/dev/null &
    stage_wait "$!"
    status=$?
    ((status)) || return 0
    ((!stop_status)) || exit "$stop_status"
    ((status <= 128)) || say_error "store was killed by signal $((status - 128))"
    exit "$status"
}
