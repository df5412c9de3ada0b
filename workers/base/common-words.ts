/** Words that guessers try first: English, Japanese in romaji and kana, and what people type as passwords. */
const list = `
password passwort passwd pass word secret login admin root user guest welcome master access letmein trustno1 iloveyou
qwerty qwertz azerty asdf zxcv dragon monkey football baseball basketball soccer hockey tennis golf shadow sunshine
princess superman batman spiderman starwars pokemon pikachu naruto mario luigi nintendo sony toyota honda nissan mazda
suzuki yamaha subaru ferrari porsche mercedes computer internet windows microsoft google apple android iphone samsung
facebook instagram twitter youtube amazon rakuten yahoo line chrome firefox hello world love happy smile angel baby
charlie michael jennifer jessica daniel thomas robert william george david james andrew matthew joshua michelle nicole
ashley amanda jordan hunter killer jackson maggie ginger pepper cookie chocolate banana orange cherry lemon peach summer
winter spring autumn monday tuesday wednesday thursday friday saturday sunday january february march april may june july
august september october november december today tomorrow morning night family mother father sister brother friend
school office company business money market marketing customer customers shop store sales order orders data database
vault storage storehouse kurabito test testing tester temp temporary default change changeme please open close lock
unlock private public house home garden water fire earth wind music piano guitar rock star stars moon cat cats dog dogs
bird fish horse tiger lion eagle wolf bear rabbit flower rose lily tree forest river mountain ocean island blue red
green yellow black white silver gold golden purple pink orange one two three four five six seven eight nine ten hundred
thousand million first last time life live good best great super mega ultra power strong fast quick brown lazy jump jumps
over the and for you not are but with this that from have your what when where there here correct battery staple horse
peace freedom liberty victory winner champion player game games magic wizard ninja samurai shogun geisha sakura
fujisan fuji tokyo osaka kyoto nagoya sapporo fukuoka kobe yokohama hiroshima sendai okinawa hokkaido kyushu shikoku
honshu nippon nihon japan japanese english america american china korea france germany italy london paris berlin
tanaka suzuki sato satou takahashi watanabe ito itou yamamoto nakamura kobayashi kato katou yoshida yamada sasaki
yamaguchi matsumoto inoue kimura hayashi saito saitou shimizu yamazaki mori ikeda hashimoto abe ishikawa ogawa okada
goto gotou hasegawa murakami kondo kondou ishii fujita endo endou aoki sakamoto nishimura fukuda ota ohta miura fujiwara
matsuda okamoto nakajima nakano harada ono ohno tamura takeuchi kaneko wada nakayama ishida ueda morita hara shibata
sakai kudo kudou yokoyama miyazaki miyamoto uchida takagi ando andou taniguchi imai haruto yuto sota riku hina yui aoi
rin sakurako hanako taro tarou jiro jirou ichiro ichirou kenji hiroshi takashi akira satoshi naoki daisuke kazuki
yuki yuuki haruka misaki nanami ayaka moe kaori keiko yoko yuko megumi tomoko mayumi akemi naomi emi mai ai
ohayo ohayou konnichiwa konbanwa sayonara sayounara arigato arigatou gomennasai sumimasen moshimoshi itadakimasu
gochisousama tadaima okaeri kawaii daisuki aishiteru suki koi kokoro inochi yume kibou hikari kaze mizu hana yama kawa
umi sora tsuki hoshi taiyou yuki ame kumo niji haru natsu aki fuyu inu neko tori sakana uma usagi kuma tora ryu
akai aoi kiiro midori kuro shiro momo ume kiku matsu take sushi ramen udon soba tempura onigiri bento sake ocha
matcha miso tofu nori kaisha shigoto gakkou sensei gakusei tomodachi kazoku okaasan otousan oniisan oneesan obaasan
ojiisan kodomo akachan otoko onna hito watashi boku anata kimi himitsu angou kagi pasuwado ansyou anshou tanjoubi
namae denwa juusho jusho okane okyakusama kokyaku mise omise urikake uriage chumon chuumon shouhin souko kura
ichi ni san yon go roku nana hachi kyuu juu hyaku sen man hajime owari
おはよう こんにちは こんばんは さようなら ありがとう ごめんなさい すみません いただきます ただいま おかえり さくら
だいすき あいしてる こころ ひかり ひみつ かぎ なまえ でんわ たんじょうび わたし ぼく あなた ともだち かぞく せんせい
パスワード ログイン テスト ひらけごま 秘密 暗証番号 合言葉 開けゴマ 東京 大阪 京都 日本 会社 家族 名前 電話 誕生日
田中 鈴木 佐藤 高橋 渡辺 伊藤 山本 中村 小林 加藤
`;

export const commonWords: ReadonlySet<string> = new Set(list.trim().split(/\s+/));
