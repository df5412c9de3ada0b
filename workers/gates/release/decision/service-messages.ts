/** What campaigns are called that carry out an order or keep an account, in both languages. */
const serviceNames =
  /注文(?:確認|受付|完了|内容)|ご注文ありがとう|発送|出荷|配送|お届け|領収|請求|予約(?:確認|完了)|パスワード|本人確認|会員登録完了|\b(?:order[\s_-]*(?:confirm|received|status|shipped)|shipp(?:ed|ing)|delivered|receipt|invoice|booking[\s_-]*confirm|password|verif(?:y|ication)|account[\s_-]*confirm)/iu;

/**
 * Tells messages that serve a person (a receipt, a parcel on its way) from advertising, by the campaign's name: those the owner named,
 * and those whose names say so. A message without a campaign is advertising: nothing says otherwise.
 */
export function serviceTest(named: readonly string[]): (campaign: string | undefined) => boolean {
  const own = new Set(named);
  return (campaign) => campaign !== undefined && (own.has(campaign) || serviceNames.test(campaign));
}
