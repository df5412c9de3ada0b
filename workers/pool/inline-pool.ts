import type { JobControl } from "../base/job.ts";
import { models, type Model, type ModelInput, type ModelName, type ModelOutput } from "../models/registry.ts";
import type { ModelPool } from "../ports.ts";

/** A pool that runs each model at once on the caller's own thread: for the command line and for tests. */
export function inlinePool(): ModelPool {
  return {
    run: async <K extends ModelName>(name: K, input: ModelInput<K>, job: JobControl) => {
      job.check();
      const model = models[name] as unknown as Model<ModelInput<K>, ModelOutput<K>>;
      return model(input, job);
    },
    close: () => undefined,
  };
}
