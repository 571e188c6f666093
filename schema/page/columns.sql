-- What the columns of charts are called, and what is in them: text, number, time, duration (minutes), share or id.
SELECT column2 AS title, column3 AS type
  FROM (VALUES
        ('name', 'Name', 'text'), ('artist', 'Artist', 'text'), ('album', 'Album', 'text'), ('track_id', 'Track', 'id'),
        ('artist_id', 'Artist id', 'id'), ('album_id', 'Album id', 'id'), ('id', 'Track', 'id'), ('ids', 'Tracks', 'text'),
        ('plays', 'Plays', 'number'), ('minutes', 'Minutes', 'duration'), ('weekday', 'Weekday', 'number'),
        ('hour', 'Hour', 'number'), ('day', 'Day', 'time'), ('month', 'Month', 'time'), ('hole', 'Hole', 'number'),
        ('from', 'From', 'time'), ('to', 'To', 'time'), ('days', 'Days', 'number'), ('sessions', 'Sessions', 'number'),
        ('longest', 'Longest', 'duration'), ('skipped', 'Skipped', 'number'), ('share', 'Share', 'share'),
        ('artists', 'Artists', 'number'), ('tracks', 'Tracks', 'number'), ('saved', 'Saved', 'number'),
        ('removed', 'Removed', 'number'), ('total', 'Total', 'number'), ('decade', 'Decade', 'text'),
        ('genre', 'Genre', 'text'), ('label', 'Label', 'text'), ('count', 'Times', 'number'), ('reason', 'Why', 'text'),
        ('since', 'Since', 'time'), ('added_at', 'Saved', 'time'), ('a', 'Playlist', 'text'), ('b', 'Other playlist', 'text'),
        ('a_id', 'Playlist id', 'id'), ('b_id', 'Other playlist id', 'id'), ('common', 'In common', 'number'),
        ('top_genre', 'Top genre', 'text'), ('longest_streak', 'Longest streak', 'number'),
        ('busiest_hour', 'Busiest hour', 'number'), ('busiest_day', 'Busiest day', 'time'),
        ('new_tracks', 'Heard for the first time', 'number'))
 WHERE column1 = :name;
