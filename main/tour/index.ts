import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { newJobTicket } from "../../workers/base/job.ts";
import { processIo } from "../cli/core/io.ts";
import { ownTerminal } from "../cli/core/terminal.ts";
import { chooseLanguage, wordsOf } from "../cli/core/words.ts";
import { runTour } from "./run-tour.ts";
import { TourStopped } from "./steps.ts";

/** The program `npm start` runs where there is no display. Exit code: 0 done, 1 a step was refused. */
process.exitCode = await main();

async function main(): Promise<number> {
  const io = processIo(ownTerminal, newJobTicket("tour"), []);
  const language = chooseLanguage(undefined, io.env) ?? "ja";
  const words = wordsOf(language);
  const stamp = io.now().toISOString().slice(0, 19).replaceAll(":", "");
  const out = resolve(process.env["KURABITO_TOUR_OUT"] ?? join("reports", `tour-${stamp}`));
  const built = join(dirname(fileURLToPath(import.meta.url)), "..", "renderer");
  const distFolder = existsSync(join(built, "index.html")) ? { distFolder: built } : {};
  try {
    const tour = await runTour({ out, language, ...distFolder }, io);
    const pictures = tour.screenshots?.length;
    io.out(`${words.say("tour-done", { folder: out })}\n`);
    for (const path of [tour.report, tour.vault, ...tour.released]) io.out(`  ${path}\n`);
    io.out(
      `${pictures === undefined ? words.say("tour-no-browser") : words.say("tour-pictures", { count: pictures })}\n`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof TourStopped)) throw error;
    io.err(`${error.step}: ${words.fault({ code: error.code })}\n`);
    return 1;
  }
}
