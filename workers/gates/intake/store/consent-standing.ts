import { consentChannels } from "../../../terms/consent.ts";
import type { ConsentState } from "../../../terms/purpose.ts";

/** Stands for a statement about every channel. */
export const EVERY = "";

/** How somebody stands towards a subject through one channel: the latest word, the most restrictive of equal moments. */
interface Standing {
  readonly state: ConsentState;
  readonly heldFrom: string;
  /** False where only the import that brought it dates it. */
  readonly dated: boolean;
}

/** What an import says: without a moment of its own where the file tells none. */
interface Said {
  readonly state: ConsentState;
  readonly heldFrom?: string;
}

/**
 * Where everybody stands as an import finds it and changes it, by subject (whose, what for, towards whom) and channel. A statement about
 * every channel counts for each; whether another adds to what stands is asked of every channel it is about, so that a refusal
 * of one way is never passed over because of a word about all, nor the other way round.
 */
export class StandingLedger {
  private readonly subjects = new Map<string, Map<string, Standing>>();

  /** Notes a statement that stands. */
  set(subject: string, channel: string, said: Standing): void {
    const channels = this.subjects.get(subject) ?? new Map<string, Standing>();
    channels.set(channel, decisive(channels.get(channel), said));
    this.subjects.set(subject, channels);
  }

  /**
   * When a statement holds: as it says, else from now on. Nobody knows when an undated yes was said: a no that tells its day is never
   * taken to be the older of the two.
   */
  momentOf(subject: string, channel: string, said: Said, now: string): string {
    const heldFrom = said.heldFrom ?? now;
    const outdone = this.concerned(subject, channel).some(
      (standing) =>
        standing?.state === "granted" &&
        !standing.dated &&
        heldFrom < standing.heldFrom &&
        said.state === "denied",
    );
    return outdone ? now : heldFrom;
  }

  /**
   * The channels a statement is to be noted for, so that it adds to what stands and loosens nothing: its own, or none. Of several
   * channels a no has to change one; a yes has to be the later word in each that stands at no; and a yes that lapsed in every channel is
   * noted of each that stood at yes alone where another stands at no.
   */
  placesFor(subject: string, channel: string, said: Said, heldFrom: string): readonly string[] {
    const concerned = this.concerned(subject, channel);
    const own = [channel];
    const refused = concerned.filter((standing) => standing?.state === "denied");
    switch (said.state) {
      case "denied":
        return concerned.some((standing) => adds(said, heldFrom, standing)) ? own : [];
      case "granted":
        return adds(said, heldFrom, concerned[0]) &&
          refused.every((standing) => adds(said, heldFrom, standing))
          ? own
          : [];
      case "unknown": {
        if (!concerned.some((standing) => adds(said, heldFrom, standing))) return [];
        if (refused.length === 0) return own;
        return consentChannels.filter((one) => adds(said, heldFrom, this.through(subject, one)));
      }
    }
  }

  /** Where the subject stands through one channel. */
  private through(subject: string, channel: string): Standing | undefined {
    const channels = this.subjects.get(subject);
    const every = channels?.get(EVERY);
    const own = channels?.get(channel);
    return own === undefined ? every : decisive(every, own);
  }

  /** Where the subject stands through the channel, and for a statement about every channel through each one of them, too. */
  private concerned(subject: string, channel: string): readonly (Standing | undefined)[] {
    const channels = this.subjects.get(subject);
    if (channels === undefined) return [undefined];
    const through = (one: string) => this.through(subject, one);
    return channel === EVERY
      ? [channels.get(EVERY), ...[...channels.keys()].filter((one) => one !== EVERY).map(through)]
      : [through(channel)];
  }
}

function decisive(standing: Standing | undefined, said: Standing): Standing {
  if (standing === undefined) return said;
  const later = said.heldFrom > standing.heldFrom;
  const stricter = said.heldFrom === standing.heldFrom && said.state === "denied";
  return later || stricter ? said : standing;
}

/** Whether a statement adds to what stands. A yes may lapse into unknown; a no never does. */
function adds(said: Said, heldFrom: string, standing: Standing | undefined): boolean {
  if (standing === undefined) return said.state !== "unknown";
  if (said.state === standing.state) return false;
  if (said.state === "unknown") return standing.state === "granted" && heldFrom >= standing.heldFrom;
  if (said.state === "denied") return said.heldFrom === undefined || heldFrom >= standing.heldFrom;
  return said.heldFrom !== undefined && heldFrom > standing.heldFrom;
}
