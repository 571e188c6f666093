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
