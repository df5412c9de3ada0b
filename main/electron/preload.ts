import { contextBridge, ipcRenderer } from "electron";
import { hostMethods, hostWire } from "../contract.ts";
import { channelOf } from "./channels.ts";

// One frozen object of functions by method name: the window gets no part of Electron itself.
const exposed = Object.fromEntries(
  hostMethods.map((method) => [
    method,
    (input: unknown): Promise<unknown> => ipcRenderer.invoke(channelOf(method), input),
  ]),
);

contextBridge.exposeInMainWorld(hostWire.global, Object.freeze(exposed));
