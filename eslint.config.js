import js from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const network = [
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "EventSource",
  "WebTransport",
  "RTCPeerConnection",
].map((name) => ({
  name,
  message: "Nothing in the program talks to a network; the host bridge is the only exception.",
}));

const restrictedModules = {
  paths: [
    ...["http", "https", "http2", "net", "tls", "dgram", "dns"].flatMap((name) => [
      { name, message: "No network modules." },
      { name: `node:${name}`, message: "No network modules." },
    ]),
    { name: "electron", message: "Electron is imported in main/electron only." },
    { name: "comlink", message: "comlink is wrapped by workers/rpc; its raw expose() hands out everything." },
  ],
};

export default tseslint.config(
  {
    ignores: [
      "out/**",
      "dist/**",
      "coverage/**",
      "reports/**",
      "test-results/**",
      "node_modules/**",
      "test/oracles/node_modules/**",
    ],
  },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: [
          "workers/tsconfig.pure.json",
          "workers/tsconfig.json",
          "renderer/tsconfig.json",
          "main/tsconfig.json",
          "main/cli/tsconfig.json",
          "test/tsconfig.json",
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // A property is left out of a copy by naming it beside the rest.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "no-console": "error",
      "no-restricted-globals": ["error", ...network],
      "no-restricted-imports": ["error", restrictedModules],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // Typed arrays and checked indexes: `!` after a bounds check is the plain way to say it in numeric loops.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: "only-allowed-literals" },
      ],
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/prefer-promise-reject-errors": "error",
      "max-lines": ["error", { max: 600, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["renderer/**/*.{ts,tsx}"],
    extends: [jsxA11y.flatConfigs.recommended, reactHooks.configs.flat.recommended],
  },
  {
    files: ["main/electron/**", "main/cli/**", "main/tour/**", "test/**", "**/*.test.ts"],
    rules: { "no-console": "off" },
  },
  {
    files: ["main/electron/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { paths: restrictedModules.paths.filter((rule) => rule.name !== "electron") },
      ],
    },
  },
  {
    files: ["workers/rpc/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { paths: restrictedModules.paths.filter((rule) => rule.name !== "comlink") },
      ],
    },
  },
  // The worker reads sql.js's own WebAssembly file from the private origin.
  { files: ["workers/vault.worker.ts"], rules: { "no-restricted-globals": "off" } },
  {
    files: ["renderer/bridge/**/*.ts", "workers/window-pieces.ts"],
    rules: { "no-restricted-globals": "off" },
  },
  {
    files: ["**/*.{js,mjs}"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        URL: "readonly",
        performance: "readonly",
        Buffer: "readonly",
        setTimeout: "readonly",
        clearTimeout: "readonly",
        structuredClone: "readonly",
        crypto: "readonly",
        TextEncoder: "readonly",
        TextDecoder: "readonly",
        SharedArrayBuffer: "readonly",
        Atomics: "readonly",
        Blob: "readonly",
        Worker: "readonly",
      },
    },
  },
  {
    files: ["**/*.test.{ts,tsx}", "test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/unbound-method": "off",
      "no-restricted-globals": "off",
      "no-restricted-imports": "off",
    },
  },
);
