-- Who a party is stands in their complaint alone, where an erasure reaches it.

UPDATE staff SET label = NULL WHERE role IN ('party', 'representative');
