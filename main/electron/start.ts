import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
} from "electron";
import { forbidCoreDumps } from "../hostservice/no-core-dumps.ts";
import { builtPlaces, startElectronHost } from "./adapter.ts";

// Before Electron starts its other processes: they inherit the limit.
forbidCoreDumps();
const electron = {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
};
// Not awaited: Electron becomes ready only once this module has been loaded.
void startElectronHost(electron, builtPlaces(dirname(fileURLToPath(import.meta.url))));
