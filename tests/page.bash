# shellcheck shell=bash disable=SC2034 # the tests use what is set here
# The page of a library, opened as its user does.
#
# serve_page DB [OPTION…]    starts serve on a free port and opens its link: sets page_pid, PAGE (its address), LINK and
#                            COOKIE. What it prints is in serve.out and serve.err. page_end ends it
# page PATH [CURL OPTION…]   asks for it with COOKIE
# status_of PATH [CURL OPTION…]    the HTTP status of what `page` would print
# post PATH [JSON [ORIGIN [TYPE [CURL OPTION…]]]]    sends it, by default as the page does, and prints the HTTP status
# rows CHART [PARAMETERS]     the rows of a chart, a line of JSON for each

serve_page() {
    page_end
    : >serve.out
    serve --port 0 "${@:2}" "$1" >serve.out 2>serve.err 3>&- </dev/null &
    page_pid=$!
    until_true 60 grep -q '^Open the page' serve.out || { cat serve.err && return 1; }
    LINK=$(sed -n 's/^Open the page: //p' serve.out)
    PAGE=${LINK%%/\?*}
    curl -fsS -D headers -o welcome.html "$LINK" || return
    COOKIE=$(sed -n 's/^Set-Cookie: \([^;]*\);.*/\1/p' headers)
}

page_end() {
    [[ -z ${page_pid-} ]] || { kill "$page_pid" && wait "$page_pid"; } 2>/dev/null || true
    page_pid=''
}

page() {
    curl -sS --path-as-is -H "Cookie: $COOKIE" "${@:2}" "$PAGE$1"
}

status_of() {
    page "$1" -o /dev/null -w '%{http_code}' "${@:2}"
}

post() {
    status_of "$1" -d "${2-}" -H "Origin: ${3:-$PAGE}" -H "Content-Type: ${4:-application/json}" "${@:5}"
}

rows() {
    page "/api/charts/$1?${2-}" | jq -c '.rows[]'
}
