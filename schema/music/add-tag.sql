INSERT OR IGNORE INTO tag
SELECT :property,
       CASE :property WHEN 'isrc' THEN upper(replace(replace(:value, '-', ''), ' ', ''))
                      ELSE coalesce(nullif(fold(:value), ''), :value) END,
       :music
WHERE :value <> '';
