import { beforeEach, expect, test } from "vitest";
import { insertCustomers } from "../../../test/support/customers.ts";
import { workspaceWithFiles } from "../../../test/support/memory-files.ts";
import { value } from "../../../test/support/value.ts";
import { shares } from "../../shares.ts";
import type { Workspace } from "../../workspace.ts";
import { appendConsent } from "../use/append-consent.ts";

/*
 * A recipient in the United States once held its list in Japan, and the release said so. Whatever judges that release later asks for the
 * consent that was asked for then: to Japan.
 */

let now: Date;
let workspace: Workspace;

const say = (customerId: number, state: "granted" | "denied", heldFrom: string, country?: string) =>
  appendConsent(workspace.vault.db, {
    customerId,
    purpose: "ads_matching",
    recipient: "google_ads",
    source: "shop",
    state,
    heldFrom: `${heldFrom}T00:00:00.000Z`,
    knownAt: `${heldFrom}T00:00:00.000Z`,
    ...(country !== undefined && { country }),
  });

beforeEach(async () => {
  now = new Date("2026-11-02T09:00:00.000Z");
  workspace = (await workspaceWithFiles(() => now)).workspace;
  value(
    await workspace.vault.change(["people", "consent"], () => {
      insertCustomers(
        workspace.vault.db,
        [1, 2, 3].map((id) => ({ id, email: `person${String(id)}@example.jp` })),
      );
      say(1, "granted", "2026-01-01", "JP");
      say(2, "granted", "2026-01-01");
      say(3, "granted", "2026-01-01", "US");
    }),
  );
  const { id: segmentId } = value(
    await shares.saveSegment(workspace, { name: "everybody", definition: { groups: [] } }),
  );
  const way = {
    purpose: "ads_matching",
    recipient: "google_ads",
    platform: "google_customer_match",
  } as const;
  const { manifest } = value(
    await shares.releaseConsented(workspace, {
      request: { segmentId, ...way, country: "JP" },
      folder: "/out",
    }),
  );
  expect(manifest).toMatchObject({ people: 2, country: "JP" });
});

test("who of its file may not be in the next one is asked for that country", async () => {
  const { release } = value(await shares.consentChanges(workspace, {}));
  expect(release).toMatchObject({ people: 2, noLonger: 0 });
});

test("a pack of law would not have stopped it as a transfer abroad", async () => {
  const { releases } = value(await shares.previewPolicy(workspace, { packs: ["appi"] }));
  expect(releases).toMatchObject({ total: 1, stopped: [] });
});

test("a refusal that is about that country counts the days until it is called back", async () => {
  value(await shares.applyPolicy(workspace, { packs: ["ccpa"] }));
  const due = async () =>
    value(await shares.recallPreview(workspace, { customerIds: [1, 2], wish: "opt_out" })).targets.map(
      ({ dueOn }) => dueOn,
    );
  now = new Date("2026-11-09T09:00:00.000Z");
  value(await workspace.vault.change(["consent"], () => say(2, "denied", "2026-11-03", "US")));
  expect(await due()).toEqual([undefined]);
  value(await workspace.vault.change(["consent"], () => say(1, "denied", "2026-11-04", "JP")));
  expect(await due()).toEqual([expect.stringMatching(/^2026-11-2\d$/u)]);
});

test("the register and the ledger say where the rows were held", async () => {
  const { entries } = value(await shares.processingRegister(workspace, { language: "en" }));
  const recipients = entries.flatMap((entry) => entry.recipients);
  expect(recipients).toMatchObject([{ recipient: "google_ads", countries: ["JP"] }]);
  const [entry] = value(await shares.listReleases(workspace, {}));
  expect(entry).toMatchObject({ recipient: "google_ads", country: "JP" });
});
