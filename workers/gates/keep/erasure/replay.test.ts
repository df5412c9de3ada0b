import { beforeEach, describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../../test/support/customers.ts";
import { erasureWorld, type ErasureWorld } from "../../../../test/support/erasure-world.ts";
import { value } from "../../../../test/support/value.ts";
import { unwatched } from "../../../base/job.ts";
import type { VaultApi } from "../../../contract.ts";
import type { Vault } from "../../../vault/vault.ts";

const at = (text: string): Date => new Date(`${text}T09:00:00.000Z`);

let world: ErasureWorld;
beforeEach(async () => {
  world = await erasureWorld(at("2026-06-01"));
});

/** Below the service: what a gate does at the door is not done. */
async function inVault<T>(work: (vault: Vault) => T | Promise<T>): Promise<T> {
  const vault = await world.open();
  try {
    return await work(vault);
  } finally {
    vault.close();
  }
}

const add = (customers: readonly TestCustomer[]): Promise<void> =>
  inVault(async (vault) => {
    value(
      await vault.change(["people"], () => {
        insertCustomers(vault.db, customers);
      }),
    );
  });
const backUp = async (): Promise<string> => value(await world.file.backUp("asked")).id;
const through = async <T>(
  door: Promise<{ readonly service: { close(): void }; readonly api: VaultApi }>,
  work: (api: VaultApi) => Promise<T>,
): Promise<T> => {
  const { service, api } = await door;
  try {
    return await work(api);
  } finally {
    service.close();
  }
};
const erase = (...customerIds: number[]): Promise<string> =>
  through(
    world.unlocked(),
    async (api) => value(await api.eraseCustomers({ customerIds, reason: "請求" })).number,
  );
const people = (api: VaultApi): Promise<readonly number[]> =>
  api
    .listCustomers({ offset: 0, limit: 50, sort: "id" })
    .then((page) => value(page).rows.map(({ id }) => id));
const bytes = (): Promise<string> =>
  inVault(async (vault) => {
    const pages: Uint8Array[] = [];
    value(await vault.searchSaved((page) => pages.push(page.slice()), unwatched));
    return Buffer.concat(pages).toString("latin1");
  });
const latin = (text: string): string => Buffer.from(text).toString("latin1");

const hanako: TestCustomer = {
  id: 1,
  name: "山田 花子",
  email: "hanako@example.jp",
  phone: "+81312345678",
  number: "A-1",
};
const taro: TestCustomer = { id: 2, name: "山田 太郎", phone: "+81312345678" };
const jiro: TestCustomer = { id: 3, name: "佐藤 次郎", email: "jiro@example.jp" };
const plain: TestCustomer = { id: 4, name: "名無し" };

describe("a backup from before an erasure", () => {
  test("does not bring the erased back: before anybody sees the vault they are gone again, certificate and all", async () => {
    await add([hanako, taro, jiro]);
    const backup = await backUp();
    const number = await erase(1);
    const replayed = await through(world.restored(backup), async (api) => {
      expect(await people(api)).toEqual([2, 3]);
      expect(value(await api.showCertificate({ number })).search?.hits).toBe(0);
      return value(await api.listRecord({ offset: 0, limit: 5 })).lines.map(({ action }) => action);
    });
    expect(replayed.slice(0, 2)).toEqual(["erasures-replayed", "restored"]);
    const saved = await bytes();
    for (const gone of ["hanako", "花子", "A-1\u0000"])
      expect([gone, saved.includes(latin(gone))]).toEqual([gone, false]);
    expect(saved.includes(latin("山田 太郎"))).toBe(true);
    await inVault((vault) => {
      expect(vault.db.count("SELECT count(*) FROM tombstones WHERE reason = 'erasure'")).toBeGreaterThan(0);
      expect(vault.verifyRecord(unwatched).intact).toBe(true);
    });
    // Once more from the same backup: it is known and done, and again without a trace.
    await through(world.restored(backup), async (api) => {
      expect(await people(api)).toEqual([2, 3]);
    });
  });

  test("does not bring them back either when the vault itself is lost, or its file was put back by hand", async () => {
    await add([hanako, jiro, plain]);
    const backup = await backUp();
    const older = structuredClone(world.file.stored);
    await erase(1, 4);
    world.file.stored = { bytes: new Uint8Array(4096).fill(7), manifests: [] };
    await through(world.restored(backup), async (api) => {
      expect(await people(api)).toEqual([3]);
    });
    world.file.stored = older;
    await through(world.unlocked(), async (api) => {
      expect(await people(api)).toEqual([3]);
    });
  });

  test("gives nobody else's data away: a number given again, a household's telephone, a number of another source", async () => {
    await add([hanako, taro]);
    await erase(1);
    // Another person under the number of the erased one, after the erasure; the backup knows of both.
    await add([{ ...jiro, id: 1, phone: "+81312345678" }]);
    const backup = await backUp();
    await erase(1);
    await add([{ id: 1, name: "鈴木 三郎", email: "saburo@example.jp", number: "A-1" }]);
    const newest = await backUp();
    await through(world.restored(backup), async (api) => {
      expect(await people(api)).toEqual([2]);
    });
    await through(world.restored(newest), async (api) => {
      expect(await people(api)).toEqual([1, 2]);
    });
  });

  test("a log that lags behind is written anew at the next unlock; one of another vault, or changed, counts as none", async () => {
    await add([hanako, jiro]);
    const backup = await backUp();
    await erase(1);
    const log = world.file.erasures;
    if (log === undefined) throw new Error("no log was kept");
    world.file.erasures = undefined;
    (await world.unlocked()).service.close();
    expect(world.file.erasures).toEqual(log);
    const broken = log.map((byte, place) => (place === log.length - 5 ? byte ^ 1 : byte));
    world.file.erasures = broken;
    await through(world.restored(backup), async (api) => {
      expect(await people(api)).toEqual([1, 3]);
    });
    expect(world.file.erasures).toEqual(broken);
  });

  test("goes thirty days after the erasure, once a later one is sound", async () => {
    await add([hanako, jiro]);
    await backUp();
    await erase(1);
    const work = (day: string): Promise<void> => {
      world.clock.now = at(day);
      return through(world.unlocked(), async (api) => {
        value(await api.setRestriction({ customerId: 3, restricted: true, reason: "" }));
        value(await api.backUpNow({}));
      });
    };
    const settle = (): Promise<void> =>
      inVault(async (vault) => {
        await vault.backups.settled();
      });
    await work("2026-06-20");
    await settle();
    expect(world.file.backups.some(({ entry }) => entry.at.startsWith("2026-06-01"))).toBe(true);
    await work("2026-07-02");
    await settle();
    expect(world.file.backups.map(({ entry }) => entry.at.slice(0, 10))).not.toContain("2026-06-01");
    expect(world.file.backups.length).toBeGreaterThan(0);
  });
});

describe("an import after an erasure", () => {
  const csv = (text: string): File => new File([text], "people.csv", { type: "text/csv" });

  test("does not bring the person back, and brings in the others", async () => {
    const text =
      "会員番号,氏名,メールアドレス,電話番号\nA-1,山田 花子,hanako@example.jp,03-1234-5678\nA-2,山田 太郎,taro@example.jp,03-1234-5678\n";
    await through(world.unlocked(), async (api) => {
      const bring = async (source: string) => {
        const preview = value(await api.previewFile({ file: csv(source), name: "people.csv" }));
        return value(await api.importFile({ file: csv(source), name: "people.csv", plan: preview.plan }));
      };
      await bring(text);
      const found = value(await api.listCustomers({ offset: 0, limit: 5, search: "花子" })).rows[0]?.id ?? 0;
      const number = value(await api.eraseCustomers({ customerIds: [found], reason: "請求" })).number;
      expect(number).toMatch(/^KE-20260601-/u);
      await bring(`${text}A-3,新顔 一郎,new@example.jp,\n`);
      const names = value(await api.listCustomers({ offset: 0, limit: 5, sort: "id" })).rows.map(
        ({ name }) => name,
      );
      expect(names).toEqual(["山田 太郎", "新顔 一郎"]);
    });
    expect((await bytes()).includes(latin("花子"))).toBe(false);
  });
});
