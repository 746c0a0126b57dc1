-- A key has a label, may end by itself, may be followed by another one of the same person, and
-- tells the day of its last use. The person at the keyboard is one, and stays.

ALTER TABLE staff
    ADD COLUMN label        text COLLATE "C" CHECK (char_length(label) BETWEEN 1 AND 80),
    ADD COLUMN expires_at   timestamptz,
    ADD COLUMN last_used_on date,
    ADD COLUMN replaced_by  text COLLATE "C" REFERENCES staff (prefix);
GRANT UPDATE (expires_at, last_used_on, replaced_by) ON staff TO plaint_writer;

-- One row: who gives the commands that are typed on the data folder. Written once, never changed.
CREATE TABLE operator (
    is_only      boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    principal_id uuid    NOT NULL
);
GRANT SELECT, INSERT ON operator TO plaint_writer;
