-- The saved audiobooks by name.
SELECT json_object('name', name, 'authors', authors, 'publisher', publisher, 'total_chapters', total_chapters,
                   'audiobook_id', id, 'uri', 'spotify:show:' || id),
       name AS "Audiobook", authors AS "Authors", publisher AS "Publisher", total_chapters AS "Chapters"
FROM (SELECT book.*,
             (SELECT group_concat(name, ', ')
              FROM (SELECT name FROM audiobook_authors AS author WHERE author.audiobook_id = book.id ORDER BY position))
                 AS authors
      FROM saved_audiobooks JOIN audiobooks AS book ON book.id = audiobook_id
      WHERE removed_at IS NULL)
ORDER BY name COLLATE NOCASE, id
LIMIT :limit;
