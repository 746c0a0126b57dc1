-- Who made a key and who ended it is kept with it, and no key leaves the list.

ALTER TABLE staff
    ADD COLUMN made_by    uuid,
    ADD COLUMN revoked_by uuid;
GRANT UPDATE (revoked_by) ON staff TO plaint_writer;

CREATE TRIGGER staff_never_deleted BEFORE DELETE OR TRUNCATE ON staff
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE staff ENABLE ALWAYS TRIGGER staff_never_deleted;
