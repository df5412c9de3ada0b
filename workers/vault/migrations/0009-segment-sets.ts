/**
 * People of a segment as a set at one moment, and orders of segments in which each person counts for the first that takes them. A
 * snapshot keeps how many it held when its people are erased; no number is given twice, for rows of joined people wait under it.
 */
export const segmentSets = `
CREATE TABLE segment_snapshots (
  id INTEGER PRIMARY KEY AUTOINCREMENT, segment_id INTEGER NOT NULL REFERENCES segments(id) ON DELETE CASCADE,
  at TEXT NOT NULL, reason TEXT NOT NULL CHECK (reason IN ('asked', 'release')), definition TEXT NOT NULL, people INTEGER NOT NULL
);
CREATE INDEX segment_snapshots_by_segment ON segment_snapshots(segment_id);

CREATE TABLE segment_snapshot_people (
  snapshot_id INTEGER NOT NULL REFERENCES segment_snapshots(id) ON DELETE CASCADE,
  customer_id INTEGER NOT NULL REFERENCES customers(id) ON DELETE CASCADE, PRIMARY KEY (snapshot_id, customer_id)
) WITHOUT ROWID;
CREATE INDEX segment_snapshot_people_by_customer ON segment_snapshot_people(customer_id);

-- segments: a JSON array of segments.id, the first to take somebody first.
CREATE TABLE segment_priorities (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, segments TEXT NOT NULL);
`;
