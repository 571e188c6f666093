-- The address of the largest image, or of the first one if no width is told.
(SELECT url.value
 FROM json_each($list(images[].url)) AS url
 LEFT JOIN json_each($list(images[].width)) AS width ON width.key = url.key AND width.type = 'integer'
 WHERE url.type = 'text'
 ORDER BY ifnull(width.value, 0) DESC, CAST(url.key AS INTEGER) LIMIT 1)
