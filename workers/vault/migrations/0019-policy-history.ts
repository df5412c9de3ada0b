/**
 * Which packs of rules were in force since when: a line for each time packs were put in force, each pack's text stored once. What was in
 * force on a past day is judged by it. A vault from before knows only since when its present packs are in force: packs they took the
 * place of are not known.
 */
export const policyHistory = `
CREATE TABLE policy_texts (id INTEGER PRIMARY KEY, pack TEXT NOT NULL UNIQUE);

-- packs: ids of policy_texts, parted by spaces; empty where all were taken out of force.
CREATE TABLE policy_history (seq INTEGER PRIMARY KEY, at TEXT NOT NULL, packs TEXT NOT NULL);

INSERT INTO policy_texts (pack) SELECT pack FROM policy_packs ORDER BY id;
INSERT INTO policy_history (at, packs)
  SELECT moments.at, (SELECT group_concat(policy_texts.id, ' ') FROM policy_packs JOIN policy_texts ON policy_texts.pack = policy_packs.pack
    WHERE policy_packs.applied_at <= moments.at)
  FROM (SELECT DISTINCT applied_at AS at FROM policy_packs) AS moments ORDER BY moments.at;

CREATE TRIGGER policy_texts_stay BEFORE DELETE ON policy_texts BEGIN SELECT RAISE(ABORT, 'policy texts are append-only'); END;
CREATE TRIGGER policy_texts_never_change BEFORE UPDATE ON policy_texts BEGIN SELECT RAISE(ABORT, 'policy texts are append-only'); END;
CREATE TRIGGER policy_history_stays BEFORE DELETE ON policy_history BEGIN SELECT RAISE(ABORT, 'policy history is append-only'); END;
CREATE TRIGGER policy_history_never_changes BEFORE UPDATE ON policy_history
  BEGIN SELECT RAISE(ABORT, 'policy history is append-only'); END;
`;
