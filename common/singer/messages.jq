# What every shaping of the API's answers begins with. Its input is
# {"page": the answer, "time_extracted": when it came, …}.
#
# No shaping may end a record in silence: `.x?` of what is no object is empty, and in the middle of a
# constructor or a condition that takes all of it away. What is null in a list is passed over; all
# else gives a record, and one without its key is told of and left out behind it (conform.h).

# A member of what may be no object.
def member($name): if type == "object" then .[$name] else null end;

# What is no object has no members.
def object: if type == "object" then . else {} end;

# A text that says something.
def text: if type == "string" and . != "" then . else null end;

# Of two members, the one that holds something: the API gives some things under an old name and a new one, and may leave
# either empty.
def twin($name; $old_name):
  [member($name), member($old_name)]
  | map(select(type == "object" and (map(. != null) | any)))[0] // map(select(. != null))[0];

# What kind of thing can be played, by its type and its uri: a track only if neither says anything else, whatever is
# dressed as one. A kind that is not known keeps its name.
def kind:
  def by_uri: .uri | text | if . != null and startswith("spotify:") then split(":")[1] | text else null end;
  if type != "object" then "unavailable"
  elif .is_local == true or by_uri == "local" then "local"
  elif ((.type | text) // "track") != "track" then .type
  elif (by_uri // "track") != "track" then by_uri
  elif .id | text | . != null and test("\\A[0-9A-Za-z]{1,22}\\z") then "track"
  else "unavailable" end;

def record($stream; $time_extracted):
  {type: "RECORD", stream: $stream, record: ., time_extracted: $time_extracted};

# A page of a list whose entries wrap what was saved and say when.
def saved($kind; $stream):
  . as {$page, $time_extracted}
  | $page.items[]
  | (if type == "object" then .[$kind] else . end) as $thing
  | select($thing != null)
  | {id: ($thing | member("id")), added_at: member("added_at")} + ($thing | object)
  | record($stream; $time_extracted);
