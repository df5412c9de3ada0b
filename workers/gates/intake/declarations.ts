export { declarationOf } from "../../terms/declarations.ts";
