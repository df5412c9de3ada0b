import type { EpochDay } from "../base/calendar.ts";
import {
  familyNames,
  mensNames,
  prefectures,
  towns,
  womensNames,
  type Prefecture,
  type Reading,
} from "./names.ts";
import type { ShopParameters } from "./parameters.ts";
import type { Random } from "./random.ts";

/** Where somebody buys; `mail` is on the mailing list only. */
export type Place = "web" | "till" | "both" | "mail";

/** Somebody who does not exist. */
export interface Person {
  /** From 1, in the order they were thought up. */
  readonly number: number;
  readonly family: Reading;
  readonly given: Reading;
  readonly gender: "female" | "male" | "unsaid";
  readonly birth: EpochDay;
  readonly email: string;
  /** `090-0000-1234`: no exchange is called 0000. */
  readonly phone: string;
  readonly prefecture: Prefecture;
  readonly town: Reading;
  readonly block: string;
  readonly place: Place;
}

const PHONE_NUMBERS = 30_000;
const MAIL_HOSTS = ["mail.example.jp", "example.jp", "keitai.example.jp", "example.com"];

/** The people of the shop: mail address and telephone number belong to one person each. */
export function makePeople(random: Random, parameters: ShopParameters): readonly Person[] {
  const phones = new Set<number>();
  const { web, till, both, mail } = parameters.places;
  const places: readonly Place[] = ["web", "till", "both", "mail"];
  return Array.from({ length: parameters.people }, (_, index): Person => {
    const family = random.pick(familyNames);
    const woman = random.chance(0.64);
    const given = random.pick(woman ? womensNames : mensNames);
    const host = MAIL_HOSTS[random.weighted([6, 3, 2, 2])] ?? "example.jp";
    const number = index + 1;
    return {
      number,
      family,
      given,
      gender: random.chance(0.12) ? "unsaid" : woman ? "female" : "male",
      birth: birthday(random),
      email: `${given.en.toLowerCase()}.${family.en.toLowerCase()}${String(number)}@${host}`,
      phone: unusedPhone(random, phones),
      prefecture:
        prefectures[random.weighted(prefectures.map((one) => one.weight))] ?? random.pick(prefectures),
      town: random.pick(towns),
      block: `${String(1 + random.whole(9))}-${String(1 + random.whole(20))}-${String(1 + random.whole(15))}`,
      place: places[random.weighted([web, till, both, mail])] ?? "web",
    };
  });
}

function unusedPhone(random: Random, taken: Set<number>): string {
  let number = random.whole(PHONE_NUMBERS);
  while (taken.has(number)) number = (number + 1) % PHONE_NUMBERS;
  taken.add(number);
  const prefix = ["090", "080", "070"][Math.floor(number / 10_000)] ?? "090";
  return `${prefix}-0000-${String(number % 10_000).padStart(4, "0")}`;
}

/** Between about 20 and 80 years before the shop's time, most in the middle. */
function birthday(random: Random): EpochDay {
  const years = 20 + 60 * random.beta(2.2, 2.6);
  return Math.floor(20_000 - years * 365.25);
}
