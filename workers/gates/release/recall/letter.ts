import type { Language } from "../../../terms/language.ts";
import { rightsWords } from "../../keep/rights/words.ts";
import type { Received } from "./recall-targets.ts";
import type { RecallWish } from "./recall-forms.ts";

/** What a letter of recall has to say. */
export interface LetterFacts {
  readonly received: Received;
  readonly wish: RecallWish;
  /** Names of the files that go with it; none where the recipient has to look for people by the files it got. */
  readonly lists: readonly string[];
  readonly people: number;
  readonly unlisted: number;
  /** Where the platform says how the list is taken in. */
  readonly source: string | undefined;
  readonly holder: string;
  readonly at: Date;
}

/**
 * The letter that goes with a list: what we ask, of how many people, out of which files, and on which ground (GDPR art. 19 and 17(2);
 * APPI art. 35; 11 CCR § 7022). Plain text; it names nobody.
 */
export function recallLetter(facts: LetterFacts, language: Language): string {
  const { say, label } = rightsWords(language);
  const { received, wish, lists, people, unlisted, source, holder, at } = facts;
  const paragraphs = [
    say("letter.date", { date: at.toISOString().slice(0, 10) }),
    say("letter.to", { recipient: label("recipient", received.recipient) }),
    say("letter.from", { holder }),
    say(`letter.subject_${wish}`),
    say(`letter.ask_${wish}`, { people }),
    [
      say("letter.releases"),
      ...received.releases.map(({ at: when, files }) =>
        say("letter.release", { date: when.slice(0, 10), files: files.join(say("comma")) }),
      ),
    ].join("\n"),
    lists.length === 0
      ? say("letter.noList")
      : say("letter.list", { lists: lists.join(say("comma")), format: label("platform", received.platform) }),
    ...(unlisted === 0 ? [] : [say("letter.unlisted", { count: unlisted })]),
    ...(source === undefined ? [] : [say("letter.howTo", { source })]),
    say("letter.ground"),
    say("letter.reply"),
    say("letter.sign", { holder }),
  ];
  return `${paragraphs.join("\n\n")}\n`;
}
