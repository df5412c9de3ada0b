/**
 * Words by which customers writing English say they are content or not, written for shops and their support: dictionary forms;
 * plain endings (-s, -d, -ed, -ing, -ly) are taken off. Politeness (thanks, sorry, please) is not tone: everybody writes it.
 */
export const contentEn: readonly string[] = (
  "good great excellent perfect wonderful amazing awesome fantastic superb brilliant outstanding lovely love loved loves " +
  "like liked likes enjoy enjoyed delight delighted delightful delicious tasty yummy nice best better favorite favourite happy " +
  "happier pleased pleasant pleasure satisfied satisfying glad impressed impressive recommend recommended fast quick quickly " +
  "prompt promptly friendly kind helpful polite courteous easy easily simple smooth smoothly comfortable convenient reliable " +
  "sturdy durable beautiful gorgeous elegant fresh crisp soft bargain worth worthwhile solved resolved fixed fun incredible " +
  "terrific fabulous flawless exceptional thrilled addictive yum beats healthy rich crunchy"
).split(" ");

export const discontentEn: readonly string[] = (
  "bad worse worst terrible awful horrible poor poorly disappointed disappoint disappointing disappointment dissatisfied " +
  "unhappy unsatisfied unacceptable angry annoyed annoying frustrated frustrating upset hate hated disgusting gross nasty " +
  "stale bland rancid moldy mouldy rotten spoiled expired bitter tasteless inedible broken broke break damaged damage dented " +
  "defective defect faulty fault cracked torn leaked leaking leak missing wrong incorrect mistake error late delay delayed " +
  "slow slowly never-arrived waiting useless worthless waste wasted rude unhelpful ignored ignore ignoring unanswered problem " +
  "issue trouble fail failed failing failure crash crashed crashing bug buggy confusing complicated difficult expensive " +
  "overpriced cheaply flimsy scam fraud lie lied lying misleading misled fake regret complain complaint avoid sick ill weird " +
  "unfortunately sadly ridiculous horrid pathetic shame mess messy dirty stained smell smelly stinks threw thrown trash garbage yuck"
).split(" ");

/** Turn what follows them. */
export const negatorsEn: readonly string[] = (
  "not no never none nothing neither nor cannot can't cant won't wont don't dont doesn't doesnt didn't didnt isn't isnt wasn't " +
  "wasnt aren't weren't couldn't wouldn't shouldn't hasn't haven't hadn't without hardly barely lacks"
).split(" ");

/** Say that somebody means to leave, to send back or to have the money back. */
export const partingEn: readonly string[] = (
  "cancel cancelled canceled cancelling canceling cancellation refund refunded return returned returning unsubscribe " +
  "unsubscribed unsubscribing terminate chargeback switching competitor"
).split(" ");
