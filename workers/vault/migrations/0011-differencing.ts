/**
 * What was told by releases, for judging the next one. A class is the people of whom every release so far told the same: its signature
 * lists release:cell:amounts. A person is in one class; the amounts that went into sums are remembered to see what changed
 * since. Rows of a person go with the person; the class then counts one more who has gone: what was told of them was told.
 */
export const differencing = `
CREATE TABLE release_sets (
  release_id INTEGER PRIMARY KEY REFERENCES releases(id) ON DELETE CASCADE, told TEXT NOT NULL
);
CREATE TABLE release_classes (
  id INTEGER PRIMARY KEY AUTOINCREMENT, signature TEXT NOT NULL, gone INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE release_members (
  customer_id INTEGER PRIMARY KEY REFERENCES customers(id) ON DELETE CASCADE,
  class_id INTEGER NOT NULL REFERENCES release_classes(id), orders TEXT NOT NULL DEFAULT '', revenue TEXT NOT NULL DEFAULT ''
);
CREATE INDEX release_members_by_class ON release_members(class_id);
CREATE TRIGGER release_members_gone AFTER DELETE ON release_members
BEGIN UPDATE release_classes SET gone = gone + 1 WHERE id = OLD.class_id; END;
-- Who was joined into another person and is taken out again is back: of the classes only those of people who left count any gone.
CREATE TRIGGER release_members_back AFTER INSERT ON release_members
BEGIN UPDATE release_classes SET gone = gone - 1 WHERE id = NEW.class_id AND gone > 0; END;
`;
