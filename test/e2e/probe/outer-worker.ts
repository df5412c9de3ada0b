const inner = new Worker(new URL("./inner-worker.ts", import.meta.url), { type: "module" });
inner.onmessage = (event: MessageEvent<unknown>) => {
  self.postMessage(event.data);
};
inner.onerror = (event) => {
  throw new Error(event.message);
};
