import type { PolicyPack, PolicyPackView, PolicyRule, PolicyRuleView } from "../../terms/policy.ts";
import type { StoredPack } from "./in-force.ts";

/** A rule without its cases. */
export function viewOfRule({ id, article, from, to, asks, says }: PolicyRule): PolicyRuleView {
  return {
    id,
    article,
    from,
    asks,
    ...(to === undefined ? {} : { to }),
    ...(says === undefined ? {} : { says }),
  };
}

/** A pack as it is shown: the newest version known, and the one in force. */
export function viewOfPack(
  pack: PolicyPack,
  inForce: StoredPack | undefined,
  origin: PolicyPackView["origin"],
): PolicyPackView {
  return {
    id: pack.id,
    version: pack.version,
    law: pack.law,
    rules: pack.rules.map(viewOfRule),
    origin,
    ...(inForce === undefined ? {} : { inForce: { version: inForce.pack.version, since: inForce.since } }),
  };
}
