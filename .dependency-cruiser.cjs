/** Who may import whom (docs/adr/0003): one direction, so that data flows through the house without going back. */
const testFile = "\\.test\\.tsx?$";
const rule = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

module.exports = {
  forbidden: [
    rule(
      "no-circles",
      "A circle means two files are one thing, or one of them lies in the wrong place.",
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    ),
    rule(
      "words-of-the-domain-stand-alone",
      "base and terms import nothing of the program but each other.",
      { path: "^workers/(base|terms)/", pathNot: testFile },
      { path: "^(main|renderer|workers|test)/", pathNot: "^workers/(base|terms)/" },
    ),
    rule(
      "statistics-stand-alone",
      "stats is pure mathematics.",
      { path: "^workers/stats/", pathNot: testFile },
      { path: "^(main|renderer|workers|test)/", pathNot: "^workers/(stats|base)/" },
    ),
    rule(
      "models-import-statistics-only",
      "A model sees numbers: no database, no key, no names.",
      { path: "^workers/models/", pathNot: testFile },
      { path: "^(main|renderer|workers|test)/", pathNot: "^workers/(models|stats|base|terms)/" },
    ),
    rule(
      "columns-know-the-vault-only",
      "Columns are built from tables and know no gate.",
      { path: "^workers/columns/", pathNot: testFile },
      { path: "^workers/(gates|analysis|pool|sample)/" },
    ),
    rule(
      "the-vault-knows-no-gate",
      "Gates stand on the vault, never the other way.",
      { path: "^workers/vault/", pathNot: testFile },
      { path: "^workers/(gates|columns|models|analysis|pool|sample)/" },
    ),
    rule(
      "the-window-sees-contracts-only",
      "The window holds what is on the screen, never a table of people.",
      { path: "^renderer/", pathNot: testFile },
      {
        path: "^(main|workers)/",
        pathNot:
          "^(main/contract\\.ts|workers/(contract|connect|host-port)\\.ts|workers/(base|contract|terms|words|rpc)/)",
      },
    ),
    rule(
      "the-host-runs-no-worker-code",
      "The host sees ciphertext and released files only; the command line alone runs the workers.",
      { path: "^main/", pathNot: ["^main/(cli|tour)/", testFile] },
      { path: "^workers/", pathNot: "^workers/(base|terms|words)/" },
    ),
    rule(
      "electron-in-one-place",
      "Everything that only Electron can run stays tiny.",
      { pathNot: "^main/electron/" },
      { path: "^electron$", dependencyTypes: ["npm", "npm-dev"] },
    ),
    rule(
      "nothing-imports-tests",
      "Tests import the program.",
      { path: "^(main|renderer|workers)/", pathNot: testFile },
      { path: ["^test/", testFile] },
    ),
    rule(
      "no-unresolvable",
      "An import that resolves nowhere (the built program is there only after a build).",
      {},
      { couldNotResolve: true, pathNot: ["\\?(url|worker|raw)$", "^(\\.\\./)+out/"] },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["^out/", "^test/oracles/", "\\.css$", "fontsource"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
