/**
 * releases.withheld: why how many people stayed, exactly, as a JSON object; the manifest, which leaves, says small counts as "fewer than".
 * Null where the manifest says all of them. holdouts.days: how long a control is kept out of further releases for the same purpose.
 */
export const releaseCounts = `
ALTER TABLE releases ADD COLUMN withheld TEXT;
ALTER TABLE holdouts ADD COLUMN days INTEGER NOT NULL DEFAULT 30;
`;
