import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright";
import { expect, test } from "playwright/test";
import { findBrowser } from "../../main/chromium/find-browser.ts";
import { coveredText, manifestBytes, sealManifest } from "../../workers/gates/release/files/manifest.ts";
import { sha256 as loadSha256 } from "../../workers/gates/release/files/sha256.ts";
import { vaultSigner } from "../../workers/gates/release/files/signature.ts";
import { proofPage } from "../../workers/gates/release/proof/proof-page.ts";
import { verifyManifest } from "../../workers/gates/release/verify.ts";
import type { Manifest } from "../../workers/terms/release.ts";
import { word } from "../../workers/gates/release/words.ts";
import { bareDatabase } from "../support/bare-database.ts";

const csv = Buffer.from('\ufeff"都道府県","人数"\r\n"東京都 ""本店""\r\n中央",30\r\n"（合計）",60\r\n');
const labels = Buffer.from("佐藤,1\r\n鈴木,2\r\n");

/** The page a receiver gets, opened from the disk in a browser of its own, without the program and without a vault. */
test.describe("the receiver's page", () => {
  let browser: Browser;
  let page: Page;
  let folder: string;
  const asked: string[] = [];
  const complaints: string[] = [];

  test.beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "kurabito-proof-"));
    const executablePath = findBrowser();
    browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    });
  });

  test.afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.beforeEach(async () => {
    const sha256 = await loadSha256();
    writeFileSync(join(folder, "check.verify.html"), proofPage(sha256));
    page = await browser.newPage({ locale: "en-GB" });
    asked.length = complaints.length = 0;
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (line) => complaints.push(line.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(pathToFileURL(join(folder, "check.verify.html")).href);
  });

  test.afterEach(async () => {
    expect(asked.every((address) => address.startsWith("file:") || address.startsWith("blob:"))).toBe(true);
    expect(complaints).toEqual([]);
    await page.close();
  });

  async function released(): Promise<Manifest> {
    const sha256 = await loadSha256();
    const facts = {
      id: "7f3b2a52-8f5c-4f4e-9a1e-2f5d3a4b5c6d",
      kind: "aggregate",
      createdAt: "2026-11-22T00:00:00.000Z",
      segment: "全員 <b>",
      purpose: "analytics",
      recipient: "self",
      basis: "consent",
      people: 60,
      rows: 2,
      columns: ["都道府県", "人数"],
      k: 10,
      withheld: { cells: 3 },
      files: [{ name: "表.csv", bytes: csv.byteLength, sha256: sha256(csv) }],
    } as const;
    return sealManifest(facts, sha256, await vaultSigner(await bareDatabase(), sha256));
  }

  const asFile = (name: string, buffer: Buffer) => ({ name, mimeType: "", buffer });
  const manifestFile = (manifest: Manifest) =>
    asFile("x.manifest.json", Buffer.from(manifestBytes(manifest)));
  const drop = (...files: readonly ReturnType<typeof asFile>[]) =>
    page.locator("#files").setInputFiles([...files]);
  const state = () =>
    page.locator("#result[data-state]:not([data-state=waiting])").getAttribute("data-state");
  /** What the page says is wrong; the command line must say the same. */
  async function wrong(manifest: Manifest, file: Buffer | undefined): Promise<readonly string[]> {
    await state();
    const said = await page.locator("#checks li.failed").allTextContents();
    const report = await verifyManifest(new TextDecoder().decode(manifestBytes(manifest)), async () => file);
    const expected = report.checks
      .filter(({ passed }) => !passed)
      .map(({ code, file: name = "" }) => word("en", `check.${code}`, { name }));
    expect(said.map((line) => line.replace(/^\S+\s+/u, ""))).toEqual(expected);
    return report.checks.filter(({ passed }) => !passed).map(({ code }) => code);
  }

  test("says that the right files are as they left, and whose key signed them", async () => {
    const manifest = await released();
    await drop(manifestFile(manifest), asFile("表.csv", csv));
    expect(await state()).toBe("passed");
    await expect(page.locator("#result")).toHaveText(word("en", "proof.intact"));
    expect(await wrong(manifest, csv)).toEqual([]);
    const fingerprint = manifest.signer?.fingerprint.replaceAll(/(.{4})(?=.)/gu, "$1 ") ?? "";
    await expect(page.locator("#facts")).toContainText(fingerprint);
    await expect(page.locator("#facts")).toContainText("全員 <b>");
    await page.locator("#language").click();
    await expect(page.locator("#result")).toHaveText(word("ja", "proof.intact"));
    await expect(page.locator("html")).toHaveAttribute("lang", "ja");
  });

  test("names the file of which one byte was flipped", async () => {
    const manifest = await released();
    const flipped = Buffer.from(csv);
    flipped[30] = (flipped[30] ?? 0) ^ 1;
    await drop(manifestFile(manifest), asFile("表.csv", flipped));
    expect(await state()).toBe("failed");
    expect(await wrong(manifest, flipped)).toContain("file-sha256");
    await expect(page.locator("#checks li.failed").first()).toContainText("表.csv");
  });

  test("misses a file, rows that were added, and a changed manifest whose digest was made to fit", async () => {
    const manifest = await released();
    await drop(manifestFile(manifest));
    expect(await wrong(manifest, undefined)).toEqual(["file-present", "file-rows"]);
    const longer = Buffer.concat([csv, Buffer.from('"x",1\r\n')]);
    await drop(manifestFile(manifest), asFile("表.csv", longer));
    await expect(page.locator("#checks li.failed")).toHaveCount(3);
    expect(await wrong(manifest, longer)).toEqual(["file-bytes", "file-sha256", "file-rows"]);
    const other = { ...manifest, people: 59 };
    await drop(manifestFile(other), asFile("表.csv", csv));
    await expect(page.locator("#checks li.failed")).toHaveCount(2);
    expect(await wrong(other, csv)).toEqual(["digest", "signature"]);
  });

  test("reads lists without a heading, and says when nobody signed", async () => {
    const sha256 = await loadSha256();
    const signed = await released();
    const unsigned: Manifest = {
      ...signed,
      headless: true as const,
      files: [{ name: "表.csv", bytes: labels.byteLength, sha256: sha256(labels) }],
    };
    delete (unsigned as { signer?: unknown }).signer;
    delete (unsigned as { signature?: unknown }).signature;
    const manifest = { ...unsigned, digest: sha256(coveredText(unsigned)) };
    await drop(manifestFile(manifest), asFile("表.csv", labels));
    expect(await state()).toBe("passed");
    await expect(page.locator("#checks li.note")).toHaveText(word("en", "note.unsigned"));
  });

  test("asks for the manifest when there is none", async () => {
    await drop(asFile("表.csv", csv));
    expect(await state()).toBe("failed");
    await expect(page.locator("#result")).toHaveText(word("en", "proof.noManifest"));
  });
});
