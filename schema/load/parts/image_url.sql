-- The address of the largest image, or of the first one if no width is told. As a rule there are three, and the first is
-- the largest: to see that costs a third.
iif(typeof($list(images[].width) ->> '$."0"') = 'integer'
    AND $list(images[].width) ->> '$."0"' >= max(ifnull($list(images[].width) ->> '$."1"', 0),
                                                 ifnull($list(images[].width) ->> '$."2"', 0), 0)
    AND $list(images[].width) NOT GLOB '*"[3-9]":*' AND $list(images[].width) NOT GLOB '*"[1-9][0-9]*":*'
    AND json_type($list(images[].url), '$."0"') = 'text',
    $list(images[].url) ->> '$."0"',
    (SELECT url.value
     FROM json_each($list(images[].url)) AS url
     LEFT JOIN json_each($list(images[].width)) AS width ON width.key = url.key AND width.type = 'integer'
     WHERE url.type = 'text'
     ORDER BY ifnull(width.value, 0) DESC, CAST(url.key AS INTEGER) LIMIT 1))
