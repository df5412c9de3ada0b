import type { Catalog } from "./catalogs.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "kit";
    resources: Catalog;
  }
}
