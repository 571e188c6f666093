
# What the URI of a local file says of it.
def with_local_parts:
  (.uri // "" | split(":")) as $parts
  | if $parts[:2] != ["spotify", "local"] then .
    else def part($i): $parts[$i] // "" | decoded | if . == "" then null else . end;
      .name = (.name // part(4))
      | .artists = (.artists // [part(2) | select(. != null) | {name: .}])
      | .album = (.album // {name: part(3)})
      | .duration_ms = (.duration_ms // ($parts[5] // "" | if test("\\A[0-9]{1,6}\\z") then tonumber * 1000 else null end))
    end;

# A format's answer to one question.
if .part == "entry" then .entry | if .kind == "local" then with_local_parts else . end | entry
elif .part == "head" then .list | head
elif .part == "foot" then .list | foot
else null | about end
