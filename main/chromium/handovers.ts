import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Download } from "playwright";
import { hostWire } from "../contract.ts";

/** How long the window has to hand over a file it announced, in ms: 500 MB take about two seconds. */
const patience = 120_000;

/** Files the window hands over as downloads, by the name it gave them. */
export interface Handovers {
  /** Takes a download in; one whose name nobody could ask for is thrown away. */
  receive(download: Download): void;
  /** The bytes of an announced file; undefined when it does not come. The browser's copy is removed. */
  claim(name: string): Promise<Uint8Array | undefined>;
}

interface Expected {
  readonly arrived: Promise<Download | undefined>;
  readonly arrive: (download: Download) => void;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A new register of handed-over files. */
export function createHandovers(): Handovers {
  const expected = new Map<string, Expected>();
  const expect = (name: string): Expected => {
    const known = expected.get(name);
    if (known !== undefined) return known;
    let arrive: (download: Download | undefined) => void = () => undefined;
    const arrived = new Promise<Download | undefined>((resolve) => {
      arrive = resolve;
    });
    const timer = setTimeout(() => {
      arrive(undefined);
      expected.delete(name);
    }, patience);
    timer.unref();
    const entry: Expected = {
      arrived,
      arrive: (download) => {
        clearTimeout(timer);
        arrive(download);
      },
    };
    expected.set(name, entry);
    return entry;
  };
  return {
    receive: (download) => {
      const name = basename(download.suggestedFilename(), hostWire.extension);
      if (uuid.test(name)) expect(name).arrive(download);
      else void download.cancel().catch(() => undefined);
    },
    claim: async (name) => {
      const download = await expect(name).arrived;
      expected.delete(name);
      if (download === undefined) return undefined;
      try {
        return await readFile(await download.path());
      } catch {
        return undefined;
      } finally {
        await download.delete().catch(() => undefined);
      }
    },
  };
}
