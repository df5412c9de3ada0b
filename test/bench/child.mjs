// One job of ours in a process of its own: node child.mjs BUNDLE JOB ARGUMENT... Prints one JSON document.
const [, , bundle, job, ...given] = process.argv;
const jobs = await import(bundle);
console.log(JSON.stringify((await jobs[job](...given)) ?? null));
