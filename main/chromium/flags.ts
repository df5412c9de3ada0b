/** The private origin of the window. `.invalid` never resolves (RFC 2606), and no request reaches a resolver anyway. */
export const privateOrigin = "https://kurabito.invalid";

/** Switches that keep a browser from talking to anybody, and its window plain. */
export function browserFlags(options: { readonly root: boolean }): readonly string[] {
  return [
    // A plain window without tabs. The private origin itself would fail here, before anything answers it, and that failure
    // may cross the first true navigation, or keep the browser from ever telling that its page is there.
    "--app=data:text/html,<title>Kurabito</title>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-quic",
    "--disable-breakpad",
    "--disable-crash-reporter",
    "--disable-client-side-phishing-detection",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication,CertificateTransparencyComponentUpdater,InterestFeedContentSuggestions",
    "--disable-spell-checking",
    "--dns-prefetch-disable",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--no-service-autorun",
    "--metrics-recording-only",
    "--password-store=basic",
    "--use-mock-keychain",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--window-size=1360,860",
    // Without a sandbox (root only) the browser would show a bar of warning over the window.
    ...(options.root ? ["--test-type"] : []),
  ];
}

/** Settings of the throw-away profile: nothing checked, suggested or stored, and handing files over asks nothing. */
export const profilePreferences = {
  browser: { enable_spellchecking: false, has_seen_welcome_page: true },
  spellcheck: { dictionaries: [] as readonly string[] },
  credentials_enable_service: false,
  autofill: { profile_enabled: false, credit_card_enabled: false },
  safebrowsing: { enabled: false },
  search: { suggest_enabled: false },
  // An error page would ask public name servers whether the network works; a link would have its host looked up ahead.
  alternate_error_pages: { enabled: false },
  net: { network_prediction_options: 2 },
  dns_over_https: { mode: "off" },
  translate: { enabled: false },
  profile: { default_content_setting_values: { automatic_downloads: 1, notifications: 2, geolocation: 2 } },
  download: { prompt_for_download: false },
  download_bubble: { partial_view_enabled: false },
} as const;
